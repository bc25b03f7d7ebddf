namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>What docs/rollouts.md walks through.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RolloutSampleTests(Cluster cluster)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_canary_takes_its_share_and_the_stable_track_follows()
    {
        await _kubectl.RunAsync("apply -f samples/canary.yaml");
        await ReadyAsync("shop-stable");
        await ReadyAsync("shop-canary");
        await AnswersAsync(30081, static seen => seen.Contains("version 1") && seen.Contains("version 2"));

        await _kubectl.RunAsync("set image deploy/shop-stable shop=orleans-kube/hello:2");
        await ReadyAsync("shop-stable");
        await _kubectl.RunAsync("scale deploy/shop-canary --replicas=0");
        await AnswersAsync(30081, static seen => seen.SetEquals(["version 2"]));
        await _kubectl.RunAsync("delete -f samples/canary.yaml");
    }

    [Fact]
    public async Task The_selector_says_which_of_blue_and_green_is_served()
    {
        await _kubectl.RunAsync("apply -f samples/blue-green.yaml");
        await ReadyAsync("store-blue");
        await ReadyAsync("store-green");
        await AnswersAsync(30082, static seen => seen.SetEquals(["version 1"]));

        await _kubectl.RunAsync("set selector service/store app=store,slot=green");
        await AnswersAsync(30082, static seen => seen.SetEquals(["version 2"]));
        await _kubectl.RunAsync("set selector service/store app=store,slot=blue");
        await AnswersAsync(30082, static seen => seen.SetEquals(["version 1"]));
        await _kubectl.RunAsync("delete -f samples/blue-green.yaml");
    }

    private Task<string> ReadyAsync(string deployment) => _kubectl.RunAsync($"rollout status deploy/{deployment} --timeout=90s");

    /// <summary>Waits until what forty requests in a row are answered by is as it should be.</summary>
    private static async Task AnswersAsync(int port, Func<HashSet<string>, bool> expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var seen = new HashSet<string>();
            for (var i = 0; i < 40; i++) seen.Add(await VersionAsync(port));
            if (expected(seen)) return;
        }
    }

    private static async Task<string> VersionAsync(int port)
    {
        try
        {
            var text = await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
            return text.Contains("version 2") ? "version 2" : text.Contains("version 1") ? "version 1" : text;
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }
}

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Pods from files of the machine, as kubectl sees them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class StaticPodTests(Cluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_file_runs_a_pod_that_is_shown_and_made_anew_and_goes_with_the_file()
    {
        var node = (await _kubectl.GetAsync("nodes")).Items()[0].Name();
        var (file, pod) = (Path.Combine(cluster.Data, "manifests", "static.yaml"), $"static-{node}");
        await File.WriteAllTextAsync(file, Manifest("one"));
        await _kubectl.UntilAsync("pods", pods => pods.Items().Any(p => p.Name() == pod && p["status"]!["phase"].Text() == "Running"), Patience);
        (await _kubectl.RunAsync($"logs {pod}")).ShouldContain("one");
        (await _kubectl.RunAsync($"exec {pod} -- echo here")).Trim().ShouldBe("here");

        var shown = (await _kubectl.GetAsync($"pod {pod}"))["metadata"]!["uid"].Text();
        await _kubectl.RunAsync($"delete pod {pod} --wait=false");
        var again = await _kubectl.UntilAsync("pods", pods => pods.Items().Any(p => p.Name() == pod && p["metadata"]!["uid"].Text() != shown && p["status"]!["phase"].Text() == "Running"), Patience);
        again.Items().Single(p => p.Name() == pod).FirstContainer()!["restartCount"].Number().ShouldBe(0);

        await File.WriteAllTextAsync(file, Manifest("two"));
        using var limit = new CancellationTokenSource(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!(await _kubectl.TryAsync($"logs {pod}")).Output.Contains("two", StringComparison.Ordinal)) await poll.WaitForNextTickAsync(limit.Token);

        File.Delete(file);
        await _kubectl.UntilAsync("pods", pods => pods.Items().All(p => p.Name() != pod), Patience);
    }

    private static string Manifest(string word) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: static}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: c, image: orleans-kube/hello:1, imagePullPolicy: Never, command: [sh, -c, "echo {{word}}; sleep 1000"]}
        """;
}

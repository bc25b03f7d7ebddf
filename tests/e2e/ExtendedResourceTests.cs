namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Resources that somebody else counts on a node, by writing them into its capacity.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ExtendedResourceTests(Cluster cluster)
{
    private const string Resource = "example.com/dongle";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task What_is_advertised_can_be_used_up_to_its_amount_until_it_is_taken_back()
    {
        var node = (await _kubectl.GetAsync("nodes")).Items().Single(static n => !n.Name().StartsWith("sim-", StringComparison.Ordinal)).Name();
        await AdvertiseAsync(node, """{"op":"add","path":"/status/capacity/example.com~1dongle","value":"2"}""");
        await _kubectl.UntilAsync($"node {node}", static n => n["status"]!["allocatable"]![Resource].Text() == "2", Soon);

        await _kubectl.RunAsync("apply -f -", Pod("takes-two", 2));
        await _kubectl.RunAsync("wait --for=condition=Ready pod/takes-two --timeout=30s");
        await _kubectl.RunAsync("apply -f -", Pod("takes-one", 1));
        await _kubectl.UntilAsync("pod takes-one", static p => p["status"]!["conditions"]?[0]?["message"].Text()?.Contains($"Insufficient {Resource}", StringComparison.Ordinal) == true, Soon);
        await _kubectl.RunAsync("delete pod takes-two --grace-period=1");
        await _kubectl.RunAsync("wait --for=condition=Ready pod/takes-one --timeout=30s");

        await _kubectl.RunAsync("delete pod takes-one --grace-period=1");
        await AdvertiseAsync(node, """{"op":"remove","path":"/status/capacity/example.com~1dongle"}""");
        await _kubectl.UntilAsync($"node {node}", static n => n["status"]!["allocatable"]![Resource] is null, Soon);
    }

    private async Task AdvertiseAsync(string node, string change)
    {
        var outcome = await _kubectl.TryAsync(["patch", "node", node, "--subresource=status", "--type=json", "-p", $"[{change}]"]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    private static string Pod(string name, int dongles) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}}
        spec:
          containers:
          - name: c
            image: orleans-kube/hello:1
            imagePullPolicy: Never
            resources:
              limits: {example.com/dongle: "{{dongles}}" }
        """;
}

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The resources of running containers are changed with kubectl, and the kernel's limits follow.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ResizeTests(Cluster cluster)
{
    private const string Namespace = "resized";
    private const string Limits = "stat /sys/fs/cgroup/memory >/dev/null 2>&1 && cat /sys/fs/cgroup/memory/memory.limit_in_bytes || cat /sys/fs/cgroup/memory.max";

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_running_pod_grows_in_place_restarts_where_it_asks_for_it_and_waits_where_there_is_no_room()
    {
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Pod);
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/grown --timeout=30s");

        await ResizeAsync("a", """{"cpu":"60m","memory":"48Mi"}""");
        var grown = await UntilAsync("a", "48Mi");
        grown["status"]!["containerStatuses"]!.AsArray().Single(static s => s!["name"].Text() == "a")!["restartCount"].Number().ShouldBe(0);
        (await _kubectl.TryAsync(["exec", "-n", Namespace, "grown", "-c", "a", "--", "sh", "-c", Limits])).Output.Trim().ShouldBe((48 << 20).ToString());

        await ResizeAsync("b", """{"cpu":"50m","memory":"40Mi"}""");
        await _kubectl.UntilAsync($"pod -n {Namespace} grown", static pod => pod["status"]!["containerStatuses"]!.AsArray().Any(static s => s!["name"].Text() == "b" && s["restartCount"].Number() == 1), TimeSpan.FromSeconds(20));

        await ResizeAsync("a", """{"cpu":"900","memory":"48Mi"}""");
        await _kubectl.UntilAsync($"pod -n {Namespace} grown", static pod => pod["status"]!["conditions"]!.AsArray().Any(static c => c!["type"].Text() == "PodResizePending" && c["reason"].Text() == "Infeasible"), TimeSpan.FromSeconds(20));
        await ResizeAsync("a", """{"cpu":"70m","memory":"48Mi"}""");
        await _kubectl.UntilAsync($"pod -n {Namespace} grown", static pod => pod["status"]!["conditions"]!.AsArray().All(static c => c!["type"].Text()?.StartsWith("PodResize", StringComparison.Ordinal) != true), TimeSpan.FromSeconds(20));

        var refused = await PatchAsync("a", """{"memory":"16Mi"}""");
        refused.Error.ShouldContain("memory limits cannot be decreased unless resizePolicy is RestartContainer");
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: grown, namespace: resized}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: a, image: orleans-kube/hello:1, imagePullPolicy: Never, resources: {limits: {cpu: 50m, memory: 32Mi}}}
          - {name: b, image: orleans-kube/hello:1, imagePullPolicy: Never, command: [sleep, "1000"], resources: {limits: {cpu: 50m, memory: 32Mi}}, resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]}
        """;

    private async Task ResizeAsync(string container, string amounts)
    {
        var outcome = await PatchAsync(container, amounts);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    private Task<Outcome> PatchAsync(string container, string amounts) => _kubectl.TryAsync(
        ["patch", "pod", "grown", "-n", Namespace, "--subresource", "resize", "-p", $$$"""{"spec":{"containers":[{"name":"{{{container}}}","resources":{"limits":{{{amounts}}},"requests":{{{amounts}}} } }]} }"""]);

    private Task<System.Text.Json.Nodes.JsonNode> UntilAsync(string container, string memory) => _kubectl.UntilAsync(
        $"pod -n {Namespace} grown", pod => pod["status"]!["containerStatuses"]!.AsArray().Any(s => s!["name"].Text() == container && s["resources"]?["limits"]?["memory"].Text() == memory), TimeSpan.FromSeconds(20));
}

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Pods that name a RuntimeClass run by the runtime that it names.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RuntimeClassTests(Cluster cluster)
{
    private const string Classes = """
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: plain}
        handler: runc
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: unheard-of}
        handler: unheard-of
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Docker_is_told_the_runtime_and_says_when_it_has_none_of_that_name()
    {
        await _kubectl.RunAsync("create namespace runtimes");
        await _kubectl.RunAsync("apply -f -", Classes);
        await _kubectl.RunAsync("apply -f -", Pod("good", "runtimeClassName: plain"));
        await _kubectl.RunAsync("wait -n runtimes --for=condition=Ready pod/good --timeout=30s");
        foreach (var container in await Cluster.ContainersAsync("runtimes"))
            (await Shell.RunAsync("docker", ["inspect", "-f", "{{.HostConfig.Runtime}}", container])).Output.Trim().ShouldBe("runc");

        await _kubectl.RunAsync("apply -f -", Pod("bad", "runtimeClassName: unheard-of"));
        await _kubectl.RunAsync("apply -f -", Pod("users", "hostUsers: false"));
        await EventAsync("bad", "unheard-of");
        await EventAsync("users", "can't set `spec.hostUsers: false`");
        await _kubectl.RunAsync("delete namespace runtimes --timeout=60s");
        await _kubectl.RunAsync("delete runtimeclass plain unheard-of");
    }

    private async Task EventAsync(string pod, string says) => await _kubectl.UntilAsync(
        $"events -n runtimes --field-selector=involvedObject.name={pod},reason=FailedCreatePodSandBox",
        events => events.Items().Any(e => e["message"].Text()!.Contains(says, StringComparison.Ordinal)), TimeSpan.FromSeconds(20));

    private static string Pod(string name, string field) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: runtimes}
        spec:
          terminationGracePeriodSeconds: 1
          {{field}}
          containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never}]
        """;
}

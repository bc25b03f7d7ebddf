using System.Text.Json.Nodes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The failures that a user meets, and what the cluster makes of them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FailureTests(Cluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_killed_container_comes_back()
    {
        await NewNamespaceAsync("killed");
        await RunHelloAsync("phoenix", "killed");
        var pod = await _kubectl.GetAsync("pod phoenix -n killed");
        var container = pod.FirstContainer()!["containerID"].Text()!.Replace("docker://", "");

        (await Shell.RunAsync("docker", ["kill", container])).ExitCode.ShouldBe(0);

        var restarted = await _kubectl.UntilAsync(
            "pod phoenix -n killed", p => p.FirstContainer()?["restartCount"].Number() == 1 && p.Condition("Ready") == "True", TimeSpan.FromSeconds(60));
        restarted.FirstContainer()!["lastState"]!["terminated"]!["exitCode"].Number().ShouldBe(137);
        restarted["status"]!["podIP"].Text().ShouldBe(pod["status"]!["podIP"].Text());
        await _kubectl.RunAsync("delete namespace killed --timeout=60s");
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_reported_and_retried()
    {
        await NewNamespaceAsync("pulls");
        await _kubectl.RunAsync("run ghost -n pulls --image=127.0.0.1:1/not/there:1");

        await _kubectl.UntilAsync("pod ghost -n pulls", p => WaitingReason(p) is "ErrImagePull", TimeSpan.FromSeconds(60));
        await _kubectl.UntilAsync("pod ghost -n pulls", p => WaitingReason(p) is "ImagePullBackOff", TimeSpan.FromSeconds(60));

        (await _kubectl.RunAsync("get pod ghost -n pulls")).ShouldMatch("ghost +0/1 +(ImagePullBackOff|ErrImagePull)");
        (await _kubectl.RunAsync("describe pod ghost -n pulls")).ShouldContain("Failed to pull image \"127.0.0.1:1/not/there:1\"");
        await _kubectl.RunAsync("delete namespace pulls --timeout=60s");
    }

    [Fact]
    public async Task An_invalid_manifest_is_refused_in_kubernetes_words()
    {
        var noImage = await _kubectl.TryAsync(
            "create -f -", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad"},"spec":{"containers":[{"name":"Bad_Name"}]}}""");
        noImage.ExitCode.ShouldBe(1);
        noImage.Error.ShouldContain("The Pod \"bad\" is invalid");
        noImage.Error.ShouldContain("spec.containers[0].image: Required value");
        noImage.Error.ShouldContain("spec.containers[0].name: Invalid value: \"Bad_Name\"");

        var unknownField = await _kubectl.TryAsync(
            "create -f -", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"bad"},"dada":{}}""");
        unknownField.ExitCode.ShouldBe(1);
        unknownField.Error.ShouldContain("unknown field \"dada\"");
    }

    [Fact]
    public async Task A_restarted_agent_adopts_the_running_containers()
    {
        await NewNamespaceAsync("adopted");
        await RunHelloAsync("steady", "adopted");
        var before = await Cluster.ContainersAsync("adopted");

        await cluster.KillAsync("agent");
        (await cluster.UpAsync()).ExitCode.ShouldBe(0);
        await RunHelloAsync("next", "adopted");

        before.Except(await Cluster.ContainersAsync("adopted")).ShouldBeEmpty();
        (await _kubectl.GetAsync("pod steady -n adopted")).FirstContainer()!["restartCount"].Number().ShouldBe(0);
        await _kubectl.RunAsync("delete namespace adopted --timeout=60s");
    }

    [Fact]
    public async Task A_killed_silo_comes_back_with_everything_and_touches_no_container()
    {
        await NewNamespaceAsync("durable");
        await RunHelloAsync("durable", "durable");
        await _kubectl.RunAsync("create configmap settings -n durable --from-literal=colour=blue");
        var before = await Cluster.ContainersAsync("durable");

        await cluster.KillAsync("silo");
        (await cluster.UpAsync()).ExitCode.ShouldBe(0);

        (await _kubectl.GetAsync("configmap settings -n durable"))["data"]!["colour"].Text().ShouldBe("blue");
        await _kubectl.UntilAsync("pod durable -n durable", p => p.Condition("Ready") == "True", TimeSpan.FromSeconds(30));
        (await Cluster.ContainersAsync("durable")).ShouldBe(before);
        await _kubectl.RunAsync("delete namespace durable --timeout=60s");
    }

    [Fact]
    public async Task Down_and_up_bring_back_the_same_cluster()
    {
        await NewNamespaceAsync("returning");
        await RunHelloAsync("returning", "returning");
        var uid = (await _kubectl.GetAsync("pod returning -n returning"))["metadata"]!["uid"].Text();

        (await cluster.DownAsync()).ExitCode.ShouldBe(0);
        (await Cluster.ContainersAsync("returning")).ShouldBeEmpty();
        (await cluster.UpAsync()).ExitCode.ShouldBe(0);

        var pod = await _kubectl.UntilAsync(
            "pod returning -n returning", p => p.Condition("Ready") == "True" && p["status"]!["containerStatuses"]![0]!["restartCount"]!.GetValue<int>() == 1, TimeSpan.FromSeconds(60));
        pod["metadata"]!["uid"].Text().ShouldBe(uid);
        pod["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!["containerID"].Text().ShouldStartWith("docker://");
        (await _kubectl.RunAsync("logs returning -n returning --previous")).ShouldContain("listens on 8080");
        await _kubectl.RunAsync("delete namespace returning --timeout=60s");
    }

    [Fact]
    public async Task Pods_move_away_from_a_node_whose_agent_died()
    {
        var node = (await _kubectl.GetAsync("nodes")).Items().Single(n => !n.Name().StartsWith("sim-")).Name();
        await NewNamespaceAsync("moving");
        await _kubectl.RunAsync("apply -n moving -f -", Manifests.ImpatientDeployment);
        await _kubectl.RunAsync("rollout status deploy/impatient -n moving --timeout=60s");
        (await cluster.UpAsync("--nodes", "2")).ExitCode.ShouldBe(0);

        await cluster.KillAsync("agent");

        await _kubectl.UntilAsync($"node {node}", n => n.Condition("Ready") == "Unknown", TimeSpan.FromSeconds(90));
        (await _kubectl.RunAsync("get nodes")).ShouldMatch($"{node} +NotReady");
        await _kubectl.UntilAsync(
            "pods -n moving", pods => pods.Items().Count(p => p["spec"]!["nodeName"].Text()?.StartsWith("sim-") == true && p.Condition("Ready") == "True") == 2,
            TimeSpan.FromSeconds(90));

        (await cluster.UpAsync()).ExitCode.ShouldBe(0);
        await _kubectl.UntilAsync($"node {node}", n => n.Condition("Ready") == "True", TimeSpan.FromSeconds(60));
        await _kubectl.RunAsync("delete namespace moving --timeout=90s");
        (await Cluster.ContainersAsync("moving")).ShouldBeEmpty();
        await Shell.RunAsync("kill", ["-TERM", cluster.ProcessOf("nodes").ToString()]);
        await _kubectl.RunAsync("delete node sim-node-0 sim-node-1 --ignore-not-found");
    }

    private async Task NewNamespaceAsync(string name) => await _kubectl.RunAsync($"create namespace {name}");

    private async Task RunHelloAsync(string name, string @namespace)
    {
        await _kubectl.RunAsync($"run {name} -n {@namespace} --image=orleans-kube/hello:1 --image-pull-policy=Never");
        await _kubectl.RunAsync($"wait -n {@namespace} --for=condition=Ready pod/{name} --timeout=30s");
    }

    private static string? WaitingReason(JsonNode pod) => pod.FirstContainer()?["state"]?["waiting"]?["reason"].Text();
}

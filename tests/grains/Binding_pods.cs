using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Binding_pods
{
    [Fact]
    public async Task A_pod_is_bound_once()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        await cluster.BindAsync(pod, "node-1");
        var bound = cluster.Find<Pod>("web").ShouldNotBeNull();
        bound.Spec.NodeName.ShouldBe("node-1");
        bound.Status.Conditions.ShouldContain(c => c.Type == PodConditionType.PodScheduled && c.Status == "True");
        var status = Cluster.Refused(await cluster.TryBindAsync(pod, "node-2"));
        (status.Code, status.Message).ShouldBe(
            (409, "Operation cannot be fulfilled on pods/binding \"web\": pod web is already assigned to node \"node-1\""));
    }

    [Fact]
    public async Task Of_many_schedulers_that_bind_one_pod_one_succeeds()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => cluster.TryBindAsync(pod, $"node-{i}")));
        replies.Count(static reply => reply.Failure is null).ShouldBe(1);
    }

    [Fact]
    public async Task A_pod_gets_its_account_priority_and_tolerations()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        pod.Spec.ServiceAccountName.ShouldBe("default");
        pod.Spec.Priority.ShouldBe(0);
        pod.Spec.Tolerations.Select(static t => (t.Key, t.Effect, t.TolerationSeconds)).ShouldBe(
            [("node.kubernetes.io/not-ready", "NoExecute", 300L), ("node.kubernetes.io/unreachable", "NoExecute", 300L)]);
    }

    [Fact]
    public async Task A_pod_with_an_account_that_is_not_there_is_refused()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = Objects.Pod("web");
        Cluster.Refused(await cluster.TryCreateAsync(pod with { Spec = pod.Spec with { ServiceAccountName = "robot" } })).Message.ShouldBe(
            "pods \"web\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" not found");
    }
}

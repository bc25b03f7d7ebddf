using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains.Tests;

public sealed class Sweeping_pods
{
    [Fact]
    public async Task A_pod_that_ends_without_a_node_and_is_held_has_failed()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = Objects.Pod("held");
        pod = pod with { Metadata = pod.Metadata with { Finalizers = ["example.com/held"] } };
        await cluster.DeleteAsync(await cluster.CreateAsync(pod));

        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        await cluster.EventuallyAsync(static view => view.List(Resources.Pods).Select(static o => o.As<Pod>()).SingleOrDefault() is { Status.Phase: PodPhase.Failed });
    }

    [Fact]
    public async Task A_pod_that_does_not_end_after_all_is_no_longer_about_to()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var pod = await cluster.CreateAsync(Objects.Pod("spared"));
        // The scheduler writes to the pod at the same time: whatever it is by now.
        pod = pod with { Metadata = pod.Metadata with { ResourceVersion = "" } };
        await cluster.ReplaceAsync(pod.Disrupted("PreemptionByScheduler", "making room", cluster.Time.GetUtcNow()), "status");

        await cluster.PassAsync(TimeSpan.FromMinutes(1), static view =>
            view.List(Resources.Pods).Select(static o => o.As<Pod>()).Single().Condition(PodConditionType.DisruptionTarget) is { Status: ConditionStatus.False, Reason: "" });
    }
}

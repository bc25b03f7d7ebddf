using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Pods;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Tests.Controllers;

public sealed class PodSweepPlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_too_many_finished_pods_the_evicted_and_the_oldest_go()
    {
        Pod[] pods =
        [
            Pod("new", PodPhase.Succeeded, 5), Pod("old", PodPhase.Failed, 1), Pod("running", PodPhase.Running, 0), Pod("evicted", PodPhase.Failed, 9) with { Status = new PodStatus { Phase = PodPhase.Failed, Reason = "Evicted" } },
            Pod("middle", PodPhase.Succeeded, 3),
        ];

        Names<ObjectDeletion>(PodSweepPlanner.Plan(pods, 4)).ShouldBeEmpty();
        Names<ObjectDeletion>(PodSweepPlanner.Plan(pods, 2)).ShouldBe(["evicted", "old"]);
    }

    [Fact]
    public void A_pod_that_ends_without_a_node_has_failed_and_goes_at_once()
    {
        var ending = Pod("lost", PodPhase.Pending, 0);
        ending = ending with { Metadata = ending.Metadata with { DeletionTimestamp = Start } };
        var elsewhere = ending with { Metadata = ending.Metadata with { Name = "bound" }, Spec = new PodSpec { NodeName = "n" } };

        var plan = PodSweepPlanner.Plan([ending, elsewhere], 10);

        Names<ObjectReplacement>(plan).ShouldBe(["lost"]);
        plan.OfType<ObjectDeletion>().ShouldHaveSingleItem().GracePeriodSeconds.ShouldBe(0);
        Names<ObjectDeletion>(plan).ShouldBe(["lost"]);
    }

    private static IEnumerable<string> Names<TWrite>(IEnumerable<ObjectWrite> plan) where TWrite : ObjectWrite => plan.OfType<TWrite>().Select(static w => w.Key.Name);

    private static Pod Pod(string name, string phase, int minute) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, CreationTimestamp = Start.AddMinutes(minute) },
        Spec = new PodSpec { NodeName = phase == PodPhase.Pending ? "" : "n" },
        Status = new PodStatus { Phase = phase },
    };
}

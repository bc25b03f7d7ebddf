using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class TaintEvictionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Taint Lost = new() { Key = NodeTaints.Unreachable, Effect = TaintEffect.NoExecute, TimeAdded = Noon };

    public static TheoryData<string, Toleration[], int?> Rows => new()
    {
        { "no toleration: at once", [], 0 },
        { "for a while", [Tolerate(NodeTaints.Unreachable, 300)], 300 },
        { "for good", [Tolerate(NodeTaints.Unreachable, null)], null },
        { "everything, for good", [new Toleration { Operator = TolerationOperator.Exists }], null },
        { "the first of several counts", [Tolerate(NodeTaints.Unreachable, 300), Tolerate(NodeTaints.Unreachable, 20)], 300 },
        { "everything for good, before one for a while", [new Toleration { Operator = TolerationOperator.Exists }, Tolerate(NodeTaints.Unreachable, 20)], null },
        { "one for a while, before everything for good", [Tolerate(NodeTaints.Unreachable, 20), new Toleration { Operator = TolerationOperator.Exists }], 20 },
        { "a negative time is none", [Tolerate(NodeTaints.Unreachable, -5)], 0 },
        { "another taint", [Tolerate(NodeTaints.NotReady, 300)], 0 },
        { "another effect", [Tolerate(NodeTaints.Unreachable, 300) with { Effect = TaintEffect.NoSchedule }], 0 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_pod_stays_as_long_as_it_tolerates(string why, Toleration[] tolerations, int? seconds)
    {
        var pod = Make.Pod("web", "node-1");
        pod = pod with { Spec = pod.Spec with { Tolerations = tolerations } };
        var expected = seconds is { } wait ? Noon.AddSeconds(wait) : (DateTimeOffset?)null;
        TaintEviction.EvictAt(pod, [Lost], new TaintTimes(), Noon.AddSeconds(7)).ShouldBe(expected, why);
    }

    [Fact]
    public void Of_several_taints_the_one_that_is_tolerated_shortest_counts_and_one_that_is_not_at_once()
    {
        var other = new Taint { Key = "a", Effect = TaintEffect.NoExecute, TimeAdded = Noon };
        var pod = Make.Pod("web", "node-1");
        pod = pod with { Spec = pod.Spec with { Tolerations = [Tolerate(NodeTaints.Unreachable, 300), Tolerate("a", null)] } };
        TaintEviction.EvictAt(pod, [Lost, other], new TaintTimes(), Noon).ShouldBe(Noon.AddSeconds(300));
        TaintEviction.EvictAt(pod, [Lost, other with { Key = "b" }], new TaintTimes(), Noon).ShouldBe(Noon);
        TaintEviction.EvictAt(pod, [other], new TaintTimes(), Noon).ShouldBeNull();
    }

    [Fact]
    public void A_pod_that_came_later_tolerates_from_then_on()
    {
        var pod = Make.Pod("web", "node-1");
        pod = pod with
        {
            Spec = pod.Spec with { Tolerations = [Tolerate(NodeTaints.Unreachable, 300)] },
            Status = pod.Status with { Conditions = [new PodCondition { Type = PodConditionType.PodScheduled, Status = "True", LastTransitionTime = Noon.AddSeconds(1000) }] },
        };
        TaintEviction.EvictAt(pod, [Lost], new TaintTimes(), Noon.AddSeconds(1001)).ShouldBe(Noon.AddSeconds(1300));
    }

    [Fact]
    public void A_taint_without_a_time_counts_from_when_it_was_first_seen()
    {
        var taint = new Taint { Key = "a", Value = "b", Effect = TaintEffect.NoExecute };
        var pod = Make.Pod("web", "node-1");
        pod = pod with { Spec = pod.Spec with { Tolerations = [Tolerate("a", 5)] }, Metadata = pod.Metadata with { CreationTimestamp = Noon.AddHours(-1) } };
        var times = new TaintTimes();
        times.Look([taint], Noon);
        times.Look([taint], Noon.AddSeconds(4));
        TaintEviction.EvictAt(pod, [taint], times, Noon.AddSeconds(4)).ShouldBe(Noon.AddSeconds(5));

        times.Look([], Noon.AddSeconds(4));
        times.Look([taint], Noon.AddSeconds(4));
        TaintEviction.EvictAt(pod, [taint], times, Noon.AddSeconds(4)).ShouldBe(Noon.AddSeconds(9));
    }

    private static Toleration Tolerate(string key, long? seconds) =>
        new() { Key = key, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute, TolerationSeconds = seconds };
}

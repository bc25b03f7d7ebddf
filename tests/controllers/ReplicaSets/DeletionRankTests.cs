using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.ReplicaSets;

public class DeletionRankTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each row: the rule, the pod that goes, the pod that stays.</summary>
    public static TheoryData<string, Pod, Pod> Rules()
    {
        var hour = TimeSpan.FromHours(1);
        return new TheoryData<string, Pod, Pod>
        {
            { "unassigned first", Make.Pod("b"), Make.Pod("a", "node-1") },
            { "pending before running", Make.Pod("b", "node-1"), Make.Pod("a", "node-1").WithPhase(PodPhase.Running) },
            { "unknown before running", Make.Pod("b", "node-1").WithPhase(PodPhase.Unknown), Make.Pod("a", "node-1").WithPhase(PodPhase.Running) },
            { "not ready before ready", Make.Pod("b", "node-1").WithPhase(PodPhase.Running), Make.Pod("a").Ready(Now - hour) },
            { "cheaper first", Cost(Make.Pod("b").Ready(Now - hour), "-5"), Make.Pod("a").Ready(Now - hour) },
            { "crowded node first", Make.Pod("b").Ready(Now - hour, "node-2"), Make.Pod("a").Ready(Now - hour) },
            { "ready for less time first", Make.Pod("b").Ready(Now - hour), Make.Pod("a").Ready(Now - 3 * hour) },
            { "more restarts first", Restarts(Make.Pod("b").Ready(Now - hour), 3), Make.Pod("a").Ready(Now - hour) },
            { "younger first", Created(Make.Pod("b").Ready(Now - hour), Now - hour), Created(Make.Pod("a").Ready(Now - hour), Now - 5 * hour) },
            { "the uid decides last", Make.Pod("a").Ready(Now - hour), Make.Pod("b").Ready(Now - hour) },
            { "ages of one magnitude are equal", Make.Pod("a").Ready(Now - 3 * hour), Make.Pod("b").Ready(Now - 3.2 * hour) },
        };
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_first_rule_that_tells_two_pods_apart_decides(string rule, Pod goes, Pod stays)
    {
        var crowds = new Dictionary<string, int> { ["node-1"] = 1, ["node-2"] = 2 };

        DeletionRank.First([stays, goes], 1, crowds, Now).ShouldHaveSingleItem().ShouldBe(goes, rule);
        DeletionRank.First([goes, stays], 1, crowds, Now).ShouldHaveSingleItem().ShouldBe(goes, rule);
    }

    private static Pod Cost(Pod pod, string cost) =>
        pod with { Metadata = pod.Metadata with { Annotations = Make.Labels($"{DeletionRank.CostAnnotation}={cost}") } };

    private static Pod Created(Pod pod, DateTimeOffset at) => pod with { Metadata = pod.Metadata with { CreationTimestamp = at } };

    private static Pod Restarts(Pod pod, int count) =>
        pod with { Status = pod.Status with { ContainerStatuses = [new ContainerStatus { Name = "main", RestartCount = count }] } };
}

using Orleans.Kube.Controllers.DisruptionBudgets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Controllers.Tests.DisruptionBudgets;

public class DisruptionBudgetPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Healthy pods, the scale of their controller, and what the budget says of them.</summary>
    public static TheoryData<int, int, IntOrString?, IntOrString?, int, int> Budgets() => new()
    {
        { 3, 3, 2, null, 1, 2 },
        { 3, 3, "50%", null, 1, 2 },
        { 3, 3, null, 1, 1, 2 },
        { 3, 4, null, "25%", 0, 3 },
        { 10, 10, null, "30%", 3, 7 },
        { 2, 3, 2, null, 0, 2 },
        { 3, 3, null, "100%", 3, 0 },
    };

    [Theory]
    [MemberData(nameof(Budgets))]
    public void Allowed_disruptions_are_the_healthy_pods_beyond_those_that_are_needed(
        int healthy, int scale, IntOrString? least, IntOrString? most, int allowed, int needed)
    {
        var status = Plan(Budget(least, most), Pods(healthy), scale).Status.ShouldNotBeNull();

        (status.DisruptionsAllowed, status.DesiredHealthy, status.CurrentHealthy).ShouldBe((allowed, needed, healthy));
        status.Conditions.ShouldHaveSingleItem().Reason.ShouldBe(allowed > 0 ? "SufficientPods" : "InsufficientPods");
    }

    [Fact]
    public void A_granted_eviction_counts_until_the_pod_goes_or_for_two_minutes()
    {
        var budget = Budget(1, null);
        budget = budget with { Status = budget.Status with { DisruptedPods = new Dictionary<string, DateTimeOffset> { ["p0"] = Now, ["gone"] = Now } } };

        var plan = Plan(budget, Pods(3), 3);
        plan.Status!.CurrentHealthy.ShouldBe(2);
        plan.Status.DisruptedPods.Keys.ShouldBe(["p0"]);
        plan.Due.ShouldBe(Now + DisruptionBudgetPlanner.EvictionTimeout);

        plan = Plan(budget, Pods(3), 3, Now + DisruptionBudgetPlanner.EvictionTimeout);
        plan.Status!.CurrentHealthy.ShouldBe(3);
        plan.Events.ShouldContain(static e => e.Reason == "NotDeleted");
    }

    [Fact]
    public void A_controller_that_does_not_say_its_size_makes_a_percentage_meaningless_and_nothing_may_be_evicted()
    {
        var plan = DisruptionBudgetPlanner.Plan(new(Budget(null, "50%"), Pods(2), new Dictionary<string, int>(), new Dictionary<string, string>()), Now);

        plan.Status!.DisruptionsAllowed.ShouldBe(0);
        plan.Status.Conditions[0].Reason.ShouldBe("SyncFailed");
        plan.Events[0].Message.ShouldBe("Failed to calculate the number of expected pods: found no controllers for pod \"p0\"");
    }

    [Fact]
    public void Pods_that_nobody_controls_are_told_of_and_count_for_nothing()
    {
        Pod[] pods = [.. Pods(1), Make.Pod("bare").Ready(Now)];

        var plan = Plan(Budget(null, 1), pods, 1);

        (plan.Status!.ExpectedPods, plan.Status.CurrentHealthy, plan.Status.DesiredHealthy, plan.Status.DisruptionsAllowed).ShouldBe((1, 2, 0, 2));
        plan.Events.ShouldHaveSingleItem().Message.ShouldStartWith(
            "Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. ");
    }

    [Fact]
    public void A_budget_that_is_up_to_date_is_quiet()
    {
        var budget = Budget(1, null);
        budget = budget with { Status = Plan(budget, Pods(3), 3).Status! };

        Plan(budget, Pods(3), 3).Status.ShouldBeNull();
    }

    private static PodDisruptionBudget Budget(IntOrString? least, IntOrString? most) => new()
    {
        ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = "pdb", Namespace = "default", Generation = 1 },
        Spec = new PodDisruptionBudgetSpec { MinAvailable = least, MaxUnavailable = most, Selector = Make.Selector("app=web") },
    };

    private static Pod[] Pods(int count) => [.. Enumerable.Range(0, count).Select(static i => Owned(Make.Pod($"p{i}").Ready(Now)))];

    private static Pod Owned(Pod pod) => pod with
    {
        Metadata = pod.Metadata with { OwnerReferences = [new OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "web", Uid = "c", Controller = true }] },
    };

    private static DisruptionBudgetPlan Plan(PodDisruptionBudget budget, Pod[] pods, int scale, DateTimeOffset? now = null) => DisruptionBudgetPlanner.Plan(
        new(budget, pods, new Dictionary<string, int> { ["c"] = scale }, pods.ToDictionary(static pod => pod.Metadata.Uid, static _ => "c")), now ?? Now);
}

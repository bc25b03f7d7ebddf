using Orleans.Kube.Controllers.DisruptionBudgets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Controllers.Tests.DisruptionBudgets;

public sealed class DisruptionBudgetPropertyTests
{
    private const int Scale = 6;

    [Fact]
    public void Evictions_never_leave_fewer_healthy_pods_than_the_budget_asks_for() => Script.ForAll(script =>
    {
        var world = new World();
        IntOrString share = script.Choose(2) == 0 ? script.Choose(Scale + 1) : $"{script.Choose(101)}%";
        var spec = script.Choose(2) == 0 ? new PodDisruptionBudgetSpec { MinAvailable = share } : new PodDisruptionBudgetSpec { MaxUnavailable = share };
        world.Put(Resources.PodDisruptionBudgets, new PodDisruptionBudget
        {
            ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = "budget", Namespace = "default" }, Spec = spec with { Selector = Make.Selector("app=web") },
        });
        for (var i = 0; i < Scale; i++) world.Put(Resources.Pods, Make.Pod($"p{i}", "node-1", Make.ReplicaSet()).Ready(world.Now));

        while (script.HasMore) Step(world, script);

        Reconcile(world);
        Plan(world).Status.ShouldBeNull();
    });

    private static void Step(World world, Script script)
    {
        var pods = world.List<Pod>(Resources.Pods);
        switch (script.Choose(6))
        {
            case 0: world.Advance(TimeSpan.FromSeconds(script.Choose(100))); break;
            case 1: world.Put(Resources.Pods, Make.Pod($"n{script.Choose(9999)}", "node-1", Make.ReplicaSet()).Ready(world.Now)); break;
            case 2 when pods.Where(static p => p.IsDeleting()).ToList() is { Count: > 0 } ending: world.Remove(Resources.Pods, script.Pick(ending)); break;
            case 3 when pods.Count > 0: Evict(world, script.Pick(pods)); break;
            default: Reconcile(world); break;
        }
    }

    /// <summary>Grants an eviction where the status allows one, as the budget's grain does; the pod ends at once or is forgotten.</summary>
    private static void Evict(World world, Pod pod)
    {
        var budget = Budget(world);
        if (budget.Status.DisruptionsAllowed <= 0 || budget.Status.DisruptedPods.ContainsKey(pod.Metadata.Name) || pod.IsDeleting() || !pod.IsReady()) return;
        var desired = budget.Status.DesiredHealthy;
        world.Put(Resources.PodDisruptionBudgets, budget with
        {
            Status = budget.Status with
            {
                DisruptionsAllowed = budget.Status.DisruptionsAllowed - 1,
                DisruptedPods = new Dictionary<string, DateTimeOffset>(budget.Status.DisruptedPods) { [pod.Metadata.Name] = world.Now },
            },
        });
        world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { DeletionTimestamp = world.Now } });
        world.List<Pod>(Resources.Pods).Count(static p => p.IsReady() && !p.IsDeleting()).ShouldBeGreaterThanOrEqualTo(desired);
    }

    private static void Reconcile(World world)
    {
        if (Plan(world).Status is { } status) world.Put(Resources.PodDisruptionBudgets, Budget(world) with { Status = status });
        var known = Budget(world).Status;
        known.DisruptionsAllowed.ShouldBeInRange(0, Math.Max(0, known.CurrentHealthy - known.DesiredHealthy));
    }

    private static DisruptionBudgetPlan Plan(World world)
    {
        var pods = world.List<Pod>(Resources.Pods);
        return DisruptionBudgetPlanner.Plan(new DisruptionBudgetView(Budget(world), pods, new Dictionary<string, int> { ["uid-web"] = Scale }, pods.ToDictionary(static p => p.Metadata.Uid, static _ => "uid-web")), world.Now);
    }

    private static PodDisruptionBudget Budget(World world) => world.Get<PodDisruptionBudget>(Resources.PodDisruptionBudgets, "budget");
}

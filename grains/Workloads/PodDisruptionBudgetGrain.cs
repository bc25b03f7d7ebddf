using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.DisruptionBudgets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A PodDisruptionBudget: says how many of its pods may be evicted, and grants evictions one by one.</summary>
[GrainType("poddisruptionbudgets.policy")]
public sealed class PodDisruptionBudgetGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IPodDisruptionBudgetGrain
{
    /// <summary>The uids of the pods that have been told that they are under several budgets.</summary>
    private HashSet<string> _told = [];

    protected override string Component => "controllermanager";

    public Task<ObjectReply> DisruptAsync(string pod, bool dryRun) => WriteAsync(WriteContext.System(Component) with { DryRun = dryRun }, turn =>
    {
        var budget = (PodDisruptionBudget)Existing(turn);
        if (budget.Status.DisruptionsAllowed <= 0 || budget.Status.ObservedGeneration < budget.Metadata.Generation) throw PodEviction.Exhausted(budget);
        var granted = budget.Status with
        {
            DisruptionsAllowed = budget.Status.DisruptionsAllowed - 1,
            DisruptedPods = new Dictionary<string, DateTimeOffset>(budget.Status.DisruptedPods) { [pod] = turn.Now },
        };
        WriteOutcome outcome = new WriteOutcome.Store(budget with { Metadata = budget.Metadata with { ResourceVersion = "" }, Status = granted });
        return ValueTask.FromResult(outcome);
    });

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var budget = Stored!.As<PodDisruptionBudget>();
        var gathered = Gather(view, budget);
        var plan = DisruptionBudgetPlanner.Plan(gathered, now);
        var shared = DisruptionBudgetPlanner.Shared(gathered);
        PlannedEvent[] news = [.. shared.Where(pod => !_told.Contains(pod.Key)).Select(static pod => pod.Value)];
        _told = [.. shared.Keys];
        return new WorkloadPlan(
            [], plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, budget with { Status = plan.Status }),
            [.. plan.Status is null ? [] : plan.Events, .. news], plan.Due);
    }

    private DisruptionBudgetView Gather(IClusterView view, PodDisruptionBudget budget)
    {
        Pod[] pods = [.. view.List(Resources.Pods, Key.Namespace).Where(pod => budget.Spec.Selector.Selects(pod.Header.Labels)).Select(static pod => pod.As<Pod>())];
        var scales = new Dictionary<string, int>();
        var controllers = new Dictionary<string, string>();
        foreach (var pod in pods)
        {
            if (Controller(view, pod.Metadata.Namespace, pod.Metadata.OwnerReferences) is not { } controller) continue;
            if (Controller(view, controller.Key.Namespace, controller.Header.OwnerReferences) is { } above && ScaleOf(above) is not null) controller = above;
            if (ScaleOf(controller) is not { } scale) continue;
            scales[controller.Header.Uid] = scale;
            controllers[pod.Metadata.Uid] = controller.Header.Uid;
        }

        return new DisruptionBudgetView(budget, pods, scales, controllers)
        {
            Budgets = [.. view.List(Resources.PodDisruptionBudgets, Key.Namespace).Select(static o => o.As<PodDisruptionBudget>())],
        };
    }

    private ApiObject? Controller(IClusterView view, string @namespace, IReadOnlyList<Model.Meta.OwnerReference> owners)
    {
        foreach (var owner in owners)
        {
            if (owner.Controller != true || !Services.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition)) continue;
            return view.Find(definition.Key(@namespace, owner.Name)) is { } found && found.Header.Uid == owner.Uid ? found : null;
        }

        return null;
    }

    private int? ScaleOf(ApiObject controller)
    {
        var definition = Services.Registry[controller.Key.Resource];
        return definition.Scale?.SpecReplicas(controller.Decode(definition.ObjectType));
    }
}

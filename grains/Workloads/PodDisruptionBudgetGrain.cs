using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.DisruptionBudgets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
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
        if (PodEviction.Refusal(budget) is { } refusal) throw refusal;
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
        var silent = new Dictionary<string, string>();
        foreach (var pod in pods)
        {
            if (pod.Metadata.OwnerReferences.FirstOrDefault(static owner => owner.Controller == true) is not { } owner) continue;
            if (Silence(owner) is { } why) silent[pod.Metadata.Uid] = why;
            if (Counting(view, owner) is not { } controller || ScaleOf(controller) is not { } scale) continue;
            scales[controller.Header.Uid] = scale;
            controllers[pod.Metadata.Uid] = controller.Header.Uid;
        }

        return new DisruptionBudgetView(budget, pods, scales, controllers)
        {
            Silent = silent, Budgets = [.. view.List(Resources.PodDisruptionBudgets, Key.Namespace).Select(static o => o.As<PodDisruptionBudget>())],
        };
    }

    /// <summary>Why controllers of a kind never say how many pods they want; null where they do.</summary>
    private string? Silence(OwnerReference owner) => !Services.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition)
        ? $"no matches for kind \"{owner.Kind}\" in version \"{owner.ApiVersion}\""
        : definition.Scale is null ? $"{definition.Resource} does not implement the scale subresource" : null;

    /// <summary>The controller, or the Deployment of one that is a ReplicaSet.</summary>
    private ApiObject? Counting(IClusterView view, OwnerReference owner)
    {
        if (Controller(view, owner) is not { } controller) return null;
        return controller.Key.Resource == Resources.ReplicaSets
            && controller.Header.OwnerReferences.FirstOrDefault(static above => above.Controller == true) is { } above
            && Controller(view, above) is { } deployment && deployment.Key.Resource == Resources.Deployments ? deployment : controller;
    }

    private ApiObject? Controller(IClusterView view, OwnerReference owner) => Services.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition)
        && view.Find(definition.Key(Key.Namespace, owner.Name)) is { } found && found.Header.Uid == owner.Uid ? found : null;

    private int? ScaleOf(ApiObject controller)
    {
        var definition = Services.Registry[controller.Key.Resource];
        return definition.Scale?.SpecReplicas(controller.Decode(definition.ObjectType));
    }
}

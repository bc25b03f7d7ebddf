using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Controllers.DisruptionBudgets;

/// <summary>Counts the healthy pods of a budget and says how many may be evicted. A granted eviction counts as done until the pod goes, or for two minutes. Pure.</summary>
public static class DisruptionBudgetPlanner
{
    /// <summary>How long a granted eviction is waited for.</summary>
    public static readonly TimeSpan EvictionTimeout = TimeSpan.FromMinutes(2);

    private const string Condition = "DisruptionAllowed";

    public static DisruptionBudgetPlan Plan(DisruptionBudgetView view, DateTimeOffset now)
    {
        var events = new List<PlannedEvent>();
        if (view.Pods.Count == 0) events.Add(PlannedEvent.Normal("NoPods", "No matching pods found"));
        var (disrupted, due) = Disrupted(view, now, events);
        if (Expected(view, events) is not { } expected) return Failed(view, events, now);

        var healthy = view.Pods.Count(pod => !pod.IsDeleting() && !disrupted.ContainsKey(pod.Metadata.Name) && pod.IsReady());
        var allowed = expected.Pods > 0 ? Math.Max(0, healthy - expected.Healthy) : 0;
        var old = view.Budget.Status;
        var status = old with
        {
            ObservedGeneration = view.Budget.Metadata.Generation,
            DisruptedPods = Same(disrupted, old.DisruptedPods) ? old.DisruptedPods : disrupted,
            DisruptionsAllowed = allowed,
            CurrentHealthy = healthy,
            DesiredHealthy = expected.Healthy,
            ExpectedPods = expected.Pods,
            Conditions = allowed > 0
                ? Say(view, ConditionStatus.True, "SufficientPods", "", view.Budget.Metadata.Generation, now)
                : Say(view, ConditionStatus.False, "InsufficientPods", "", view.Budget.Metadata.Generation, now),
        };
        return new(status == old ? null : status, events, due);
    }

    /// <summary>The pods for which this budget is the first of several: none of them may be evicted. By their uids, with what they are told.</summary>
    public static IReadOnlyDictionary<string, PlannedEvent> Shared(DisruptionBudgetView view)
    {
        var name = view.Budget.Metadata.Name;
        var after = view.Budgets.SkipWhile(other => other.Metadata.Name != name).Skip(1).ToList();
        var before = view.Budgets.TakeWhile(other => other.Metadata.Name != name).ToList();
        return view.Pods.Where(pod => after.Any(other => Selects(other, pod)) && !before.Any(other => Selects(other, pod))).ToDictionary(
            static pod => pod.Metadata.Uid,
            pod => PlannedEvent.Warning("MultiplePodDisruptionBudgets",
                $"Pod \"{pod.Metadata.Namespace}\"/\"{pod.Metadata.Name}\" matches multiple PodDisruptionBudgets.  Chose \"{name}\" arbitrarily.") with
            {
                Regarding = new(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name),
            });
    }

    private static bool Selects(PodDisruptionBudget budget, Pod pod) => budget.Spec.Selector.Selects(pod.Metadata.Labels);

    /// <summary>How many pods there should be, and how many of them healthy; null when the controller of a pod does not say. A budget that demands nothing counts none.</summary>
    private static (int Pods, int Healthy)? Expected(DisruptionBudgetView view, List<PlannedEvent> events)
    {
        var spec = view.Budget.Spec;
        if (spec.MaxUnavailable is { } most)
            return Scale(view, events) is { } scale ? (scale, Math.Max(0, scale - Share.Of(scale, most, roundUp: true))) : null;
        if (spec.MinAvailable is { IsString: true } percentage)
            return Scale(view, events) is { } scale ? (scale, Share.Of(scale, percentage, roundUp: true)) : null;
        return spec.MinAvailable is { } least ? (view.Pods.Count, least.Number) : (0, 0);
    }

    /// <summary>How many pods the controllers of the pods want. Pods that nobody controls are not among them, which is said.</summary>
    private static int? Scale(DisruptionBudgetView view, List<PlannedEvent> events)
    {
        if (Silent(view) is not null) return null;
        if (!view.Pods.All(IsManaged))
        {
            events.Add(PlannedEvent.Warning("UnmanagedPods",
                $"Pods selected by this PodDisruptionBudget (selector: {SelectorText.Of(view.Budget.Spec.Selector)}) were found to be unmanaged. "
                + "As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. "
                + "To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value."));
        }

        return view.Pods.Where(IsManaged).Select(pod => view.ControllerOf[pod.Metadata.Uid]).Distinct().Sum(controller => view.Scales[controller]);
    }

    private static bool IsManaged(Pod pod) => pod.Metadata.OwnerReferences.Any(static reference => reference.Controller == true);

    /// <summary>The first pod with a controller that does not say how many pods it wants.</summary>
    private static Pod? Silent(DisruptionBudgetView view) =>
        view.Pods.FirstOrDefault(pod => IsManaged(pod) && !(view.ControllerOf.TryGetValue(pod.Metadata.Uid, out var controller) && view.Scales.ContainsKey(controller)));

    /// <summary>The granted evictions that have not happened yet.</summary>
    private static (Dictionary<string, DateTimeOffset> Disrupted, DateTimeOffset? Due) Disrupted(DisruptionBudgetView view, DateTimeOffset now, List<PlannedEvent> events)
    {
        var disrupted = new Dictionary<string, DateTimeOffset>();
        DateTimeOffset? due = null;
        foreach (var pod in view.Pods)
        {
            if (!view.Budget.Status.DisruptedPods.TryGetValue(pod.Metadata.Name, out var granted) || pod.IsDeleting()) continue;
            if (granted + EvictionTimeout <= now)
            {
                events.Add(PlannedEvent.Warning("NotDeleted",
                    $"Pod was expected by PDB {view.Budget.Metadata.Namespace}/{view.Budget.Metadata.Name} to be deleted but it wasn't") with
                {
                    Regarding = new(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name),
                });
                continue;
            }

            disrupted[pod.Metadata.Name] = granted;
            due = Due.Earlier(due, granted + EvictionTimeout);
        }

        return (disrupted, due);
    }

    /// <summary>While it is not known how many pods there should be, none may be evicted.</summary>
    private static DisruptionBudgetPlan Failed(DisruptionBudgetView view, List<PlannedEvent> events, DateTimeOffset now)
    {
        var silent = Silent(view)!.Metadata;
        var why = view.Silent.GetValueOrDefault(silent.Uid, $"found no controllers for pod \"{silent.Name}\"");
        events.Add(PlannedEvent.Warning("CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {why}"));
        var status = view.Budget.Status with
        {
            DisruptionsAllowed = 0,
            Conditions = Say(view, ConditionStatus.False, "SyncFailed", why, view.Budget.Status.ObservedGeneration, now),
        };
        return new(status == view.Budget.Status ? null : status, status == view.Budget.Status ? [] : events, null);
    }

    private static bool Same(Dictionary<string, DateTimeOffset> left, IReadOnlyDictionary<string, DateTimeOffset> right) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var time) && time == entry.Value);

    /// <summary>The same list when nothing changes.</summary>
    private static IReadOnlyList<Condition> Say(DisruptionBudgetView view, string status, string reason, string message, long generation, DateTimeOffset now)
    {
        var conditions = view.Budget.Status.Conditions;
        var current = conditions.FirstOrDefault(static c => c.Type == Condition);
        if (current is not null && current.Status == status && current.Reason == reason && current.Message == message && current.ObservedGeneration == generation) return conditions;
        return
        [
            .. conditions.Where(static c => c.Type != Condition),
            new Condition
            {
                Type = Condition, Status = status, Reason = reason, Message = message, ObservedGeneration = generation,
                LastTransitionTime = current?.Status == status ? current.LastTransitionTime : now,
            },
        ];
    }
}

using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>The status that says what a ReplicaSet's pods are like.</summary>
internal static class ReplicaSetStatusRules
{
    /// <summary>The new status (null when nothing differs) and when the next pod becomes available by the passing of time.</summary>
    public static (ReplicaSetStatus? Status, DateTimeOffset? Due) Compute(
        ReplicaSetView view, IReadOnlyList<Pod> active, int missing, DateTimeOffset now)
    {
        var (set, old) = (view.Set, view.Set.Status);
        var (labelled, ready, available) = (0, 0, 0);
        DateTimeOffset? due = null;
        foreach (var pod in active)
        {
            if (IsFullyLabelled(pod, set.Spec.Template)) labelled++;
            if (!pod.IsReady()) continue;
            ready++;
            var from = pod.AvailableFrom(set.Spec.MinReadySeconds);
            if (from <= now) available++;
            else due = Due.Earlier(due, from);
        }

        var status = old with
        {
            Replicas = active.Count,
            FullyLabeledReplicas = labelled,
            ReadyReplicas = ready,
            AvailableReplicas = available,
            TerminatingReplicas = null,
            ObservedGeneration = set.Metadata.Generation,
            Conditions = Conditions(view, missing, now),
        };
        return (status == old ? null : status, due);
    }

    private static bool IsFullyLabelled(Pod pod, PodTemplateSpec template) =>
        ReferenceEquals(pod.Metadata.Labels, template.Metadata.Labels) || pod.Metadata.Labels.Contains(template.Metadata.Labels);

    /// <summary>The same list when nothing changes, so that the status compares equal.</summary>
    private static IReadOnlyList<ReplicaSetCondition> Conditions(ReplicaSetView view, int missing, DateTimeOffset now)
    {
        var old = view.Set.Status.Conditions;
        var failing = old.Any(static c => c.Type == ReplicaSetConditionType.ReplicaFailure);
        if (view.Refusal is null)
            return failing ? [.. old.Where(static c => c.Type != ReplicaSetConditionType.ReplicaFailure)] : old;
        return failing || missing == 0 ? old :
        [
            .. old,
            new ReplicaSetCondition
            {
                Type = ReplicaSetConditionType.ReplicaFailure,
                Status = ConditionStatus.True,
                LastTransitionTime = now,
                Reason = missing > 0 ? "FailedCreate" : "FailedDelete",
                Message = view.Refusal.Message,
            },
        ];
    }
}

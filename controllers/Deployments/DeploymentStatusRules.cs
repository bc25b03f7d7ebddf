using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>The status that says how far a rollout is.</summary>
internal static class DeploymentStatusRules
{
    public static (DeploymentStatus Status, DateTimeOffset? Due) Compute(RolloutDraft draft, DateTimeOffset now)
    {
        var status = Count(draft) with { Conditions = Available(draft, now) };
        var rollingOut = !draft.Deployment.Spec.Paused && draft.Deployment.Metadata.DeletionTimestamp is null && !ProportionalScaling.IsDue(draft);
        if (rollingOut)
            status = status with { Conditions = Failures(draft, ProgressDeadline.Judge(draft, status, now)) };
        return (status, rollingOut ? ProgressDeadline.At(draft.Deployment, status.Conditions) : null);
    }

    public static bool IsComplete(RolloutDraft draft) => IsComplete(draft.Deployment, Count(draft));

    public static bool IsComplete(Deployment deployment, DeploymentStatus status)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        return status.UpdatedReplicas == replicas && status.Replicas == replicas && status.AvailableReplicas == replicas
            && status.ObservedGeneration >= deployment.Metadata.Generation;
    }

    private static DeploymentStatus Count(RolloutDraft draft)
    {
        var available = draft.All.Sum(static set => set.Status.AvailableReplicas);
        return draft.Deployment.Status with
        {
            ObservedGeneration = draft.Deployment.Metadata.Generation,
            Replicas = draft.All.Sum(static set => set.Status.Replicas),
            UpdatedReplicas = draft.New?.Status.Replicas ?? 0,
            ReadyReplicas = draft.All.Sum(static set => set.Status.ReadyReplicas),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, draft.TotalReplicas - available),
            TerminatingReplicas = null,
            CollisionCount = draft.CollisionCount,
        };
    }

    private static IReadOnlyList<DeploymentCondition> Available(RolloutDraft draft, DateTimeOffset now) => draft.Conditions.Set(
        draft.All.Sum(static set => set.Status.AvailableReplicas) >= draft.Budget.MinAvailable
            ? DeploymentConditions.Make(DeploymentConditionType.Available, ConditionStatus.True,
                "MinimumReplicasAvailable", "Deployment has minimum availability.", now)
            : DeploymentConditions.Make(DeploymentConditionType.Available, ConditionStatus.False,
                "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now));

    /// <summary>What a ReplicaSet could not do is shown on the Deployment: the new one's trouble first.</summary>
    private static IReadOnlyList<DeploymentCondition> Failures(RolloutDraft draft, IReadOnlyList<DeploymentCondition> conditions)
    {
        var sets = draft.New is { } set ? draft.OldOldestFirst.Prepend(set) : draft.OldOldestFirst;
        var failure = sets.SelectMany(static s => s.Status.Conditions).FirstOrDefault(static c => c.Type == ReplicaSetConditionType.ReplicaFailure);
        return failure is null
            ? conditions.Remove(DeploymentConditionType.ReplicaFailure)
            : conditions.Set(new DeploymentCondition
            {
                Type = failure.Type, Status = failure.Status, Reason = failure.Reason, Message = failure.Message,
                LastTransitionTime = failure.LastTransitionTime, LastUpdateTime = failure.LastTransitionTime,
            });
    }
}

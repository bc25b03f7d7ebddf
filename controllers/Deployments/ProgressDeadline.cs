using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>How long a rollout may go without progress before it is called stuck.</summary>
internal static class ProgressDeadline
{
    public const string Exceeded = "ProgressDeadlineExceeded";
    public const string NewSetAvailable = "NewReplicaSetAvailable";
    public const string SetUpdated = "ReplicaSetUpdated";

    /// <summary>The largest number stands for no deadline.</summary>
    public static bool IsSet(Deployment deployment) => deployment.Spec.ProgressDeadlineSeconds is { } seconds && seconds != int.MaxValue;

    /// <summary>When a rollout in progress will be called stuck; null when it is done, stuck already, or has no deadline.</summary>
    public static DateTimeOffset? At(Deployment deployment, IReadOnlyList<DeploymentCondition> conditions)
    {
        if (!IsSet(deployment) || deployment.Spec.Paused) return null;
        return conditions.Find(DeploymentConditionType.Progressing) is { } progress && progress.Reason is not (NewSetAvailable or Exceeded)
            ? progress.LastUpdateTime + TimeSpan.FromSeconds(deployment.Spec.ProgressDeadlineSeconds!.Value)
            : null;
    }

    /// <summary>The conditions once <paramref name="status"/> holds: done, getting on, or stuck.</summary>
    public static IReadOnlyList<DeploymentCondition> Judge(RolloutDraft draft, DeploymentStatus status, DateTimeOffset now)
    {
        var conditions = status.Conditions;
        if (!IsSet(draft.Deployment)) return conditions.Remove(DeploymentConditionType.Progressing);
        var current = conditions.Find(DeploymentConditionType.Progressing);
        if (status.Replicas == status.UpdatedReplicas && current?.Reason == NewSetAvailable) return conditions;

        var subject = draft.New is { } set ? $"ReplicaSet \"{set.Metadata.Name}\"" : $"Deployment \"{draft.Deployment.Metadata.Name}\"";
        if (DeploymentStatusRules.IsComplete(draft.Deployment, status))
            return conditions.Set(Progressing(ConditionStatus.True, NewSetAvailable, $"{subject} has successfully progressed.", now));
        if (HasProgressed(draft.Deployment.Status, status))
            return conditions.Renew(Progressing(ConditionStatus.True, SetUpdated, $"{subject} is progressing.", now));
        return At(draft.Deployment, conditions) <= now
            ? conditions.Set(Progressing(ConditionStatus.False, Exceeded, $"{subject} has timed out progressing.", now))
            : conditions;
    }

    private static bool HasProgressed(DeploymentStatus old, DeploymentStatus now) =>
        now.UpdatedReplicas > old.UpdatedReplicas
        || now.Replicas - now.UpdatedReplicas < old.Replicas - old.UpdatedReplicas
        || now.ReadyReplicas > old.ReadyReplicas
        || now.AvailableReplicas > old.AvailableReplicas;

    private static DeploymentCondition Progressing(string status, string reason, string message, DateTimeOffset now) =>
        DeploymentConditions.Make(DeploymentConditionType.Progressing, status, reason, message, now);
}

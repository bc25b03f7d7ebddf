using System.Globalization;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Meta;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>The ReplicaSet that has the Deployment's template: found, marked with its revision, or made.</summary>
internal static class NewReplicaSet
{
    /// <summary>Brings the set up to date where it exists.</summary>
    public static void Adjust(RolloutDraft draft, DateTimeOffset now)
    {
        if (draft.New is not { } set) return;
        var deployment = draft.Deployment;
        set = DeploymentAnnotations.MarkNew(set, deployment, NextRevision(draft));
        if (set.Spec.MinReadySeconds != deployment.Spec.MinReadySeconds)
            set = set with { Spec = set.Spec with { MinReadySeconds = deployment.Spec.MinReadySeconds } };
        draft.Replace(set);
        draft.Revision = set.Metadata.Annotations.GetValueOrDefault(DeploymentAnnotations.Revision);
        var progress = draft.Conditions.Find(DeploymentConditionType.Progressing);
        if (IsUnreported(set, deployment, progress)) ReportCreated(draft, set, now);
        else if (progress is null) Report(draft, ConditionStatus.True, "FoundNewReplicaSet", $"Found new replica set \"{set.Metadata.Name}\"", now);
    }

    /// <summary>Whether the set was made for this Deployment since its progress was last told: a status is written after the writes that it tells of, from a later plan.</summary>
    private static bool IsUnreported(ReplicaSet set, Deployment deployment, DeploymentCondition? progress)
    {
        if (set.Metadata.Name != $"{deployment.Metadata.Name}-{set.Metadata.Labels.GetValueOrDefault(PodTemplateHash.Label)}") return false;
        return progress is null
            ? set.Metadata.CreationTimestamp >= deployment.Metadata.CreationTimestamp
            : set.Metadata.CreationTimestamp > progress.LastUpdateTime && !progress.Message.Contains($"\"{set.Metadata.Name}\"", StringComparison.Ordinal);
    }

    /// <summary>
    /// The same, and makes the set where there is none. If an earlier attempt was refused because the name is taken by something else, the
    /// collision count goes up and the next plan uses another name; any other refusal is reported.
    /// </summary>
    public static void Ensure(DeploymentView view, RolloutDraft draft, DateTimeOffset now)
    {
        if (draft.New is not null) Adjust(draft, now);
        else if (view.Refusal is { Write: ObjectCreation { Content: ReplicaSet refused } } refusal) Report(draft, refused, refusal, now);
        else Create(draft, now);
    }

    /// <summary>How many pods the new set may have: all that the surge leaves room for.</summary>
    public static int AllowedSize(RolloutDraft draft, int size)
    {
        var room = draft.Budget.MaxPods - draft.TotalReplicas;
        return room <= 0 ? size : size + Math.Min(room, draft.Budget.Replicas - size);
    }

    private static void Create(RolloutDraft draft, DateTimeOffset now)
    {
        var deployment = draft.Deployment;
        var hash = PodTemplateHash.Compute(deployment.Spec.Template, draft.CollisionCount);
        var labels = deployment.Spec.Template.Metadata.Labels.With(PodTemplateHash.Label, hash);
        var recreate = deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate;
        var set = new ReplicaSet
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Metadata = new ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                Labels = labels,
                OwnerReferences = [deployment.ControllerReference()],
            },
            Spec = new ReplicaSetSpec
            {
                Replicas = recreate ? draft.Budget.Replicas : AllowedSize(draft, 0),
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = deployment.Spec.Selector! with { MatchLabels = deployment.Spec.Selector.MatchLabels.With(PodTemplateHash.Label, hash) },
                Template = deployment.Spec.Template with { Metadata = deployment.Spec.Template.Metadata with { Labels = labels } },
            },
        };
        var revision = NextRevision(draft);
        draft.AddNew(DeploymentAnnotations.MarkSizes(DeploymentAnnotations.MarkNew(set, deployment, revision), draft.Budget));
        draft.Revision = revision.ToString(CultureInfo.InvariantCulture);
        ReportCreated(draft, set, now);
    }

    private static void ReportCreated(RolloutDraft draft, ReplicaSet set, DateTimeOffset now) =>
        Report(draft, ConditionStatus.True, "NewReplicaSetCreated", $"Created new replica set \"{set.Metadata.Name}\"", now);

    private static void Report(RolloutDraft draft, ReplicaSet refused, Refusal refusal, DateTimeOffset now)
    {
        if (refusal.Reason == StatusReason.AlreadyExists)
        {
            draft.CollisionCount = (draft.CollisionCount ?? 0) + 1;
            return;
        }

        var message = $"Failed to create new replica set \"{refused.Metadata.Name}\": {refusal.Message}";
        Report(draft, ConditionStatus.False, "ReplicaSetCreateError", message, now);
        draft.Events.Add(PlannedEvent.Warning("ReplicaSetCreateError", message));
    }

    private static void Report(RolloutDraft draft, string status, string reason, string message, DateTimeOffset now)
    {
        if (!ProgressDeadline.IsSet(draft.Deployment)) return;
        draft.Conditions = draft.Conditions.Set(
            DeploymentConditions.Make(DeploymentConditionType.Progressing, status, reason, message, now));
    }

    private static long NextRevision(RolloutDraft draft) => draft.OldOldestFirst.Select(DeploymentAnnotations.RevisionOf).DefaultIfEmpty().Max() + 1;
}

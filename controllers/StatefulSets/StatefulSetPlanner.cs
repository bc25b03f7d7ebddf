using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>
/// Keeps pods with names, storage and an order of their own. Guarantees: no two pods of one ordinal; with OrderedReady never a step up
/// while a lower pod is unhealthy and one step down at a time; a rollout never reaches below the partition. Pure.
/// </summary>
public static class StatefulSetPlanner
{
    public static StatefulSetPlan Plan(StatefulSetView view, DateTimeOffset now)
    {
        var set = view.Set;
        var history = TemplateRevisions.Claim(set, set.Spec.Selector, view.Revisions);
        view = view with { Revisions = history.Owned };
        var claims = Claims.Make(set, set.Spec.Selector, Resources.Pods, view.Controlled,
            [.. view.Orphans.Where(pod => !pod.IsDeleting() && StatefulPods.Ordinal(set, pod.Metadata.Name) >= 0)]);
        var update = TemplateRevisions.Plan(set, set.Spec.Template, set.Status.CollisionCount, history.Owned, TemplateRevisions.StatefulHashLabel);
        var draft = new StatefulDraft(view, claims.Owned, update, now);
        var collided = view.Refusal is { Write: ObjectCreation { Content: ControllerRevision }, Reason: StatusReason.AlreadyExists } && update.Write is ObjectCreation;
        var active = set.Metadata.DeletionTimestamp is null && !collided;
        if (active && StatefulSizing.Plan(draft)) StatefulRollout.Plan(draft);
        var status = StatefulSetStatusRules.Compute(draft, collided);
        return new StatefulSetPlan(
            active ? Revisions(draft, update) : [],
            active ? [.. ClaimRetention.Plan(draft)] : [],
            [.. draft.Starts.Select(start => Creation(set, start.Pod))],
            [.. draft.Stops.Select(pod => Deletion(set, pod))],
            [.. history.Patches, .. claims.Patches, .. active ? draft.Members.Select(member => StatefulPods.Rename(set, member.Ordinal, member.Pod)).OfType<ObjectPatch>() : []],
            status == set.Status ? null : status,
            [.. Failures(set, view.Refusal), .. draft.Held.Select(static held => held.Told)],
            draft.Due);
    }

    private static ObjectCreation Creation(StatefulSet set, Pod pod) => ObjectCreation.Of(Resources.Pods, pod) with
    {
        Event = PlannedEvent.Normal("SuccessfulCreate", $"create Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful"),
    };

    private static ObjectDeletion Deletion(StatefulSet set, Pod pod) => ObjectDeletion.Of(Resources.Pods, pod) with
    {
        Event = PlannedEvent.Normal("SuccessfulDelete", $"delete Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful"),
    };

    /// <summary>What could not be written. A name that is still taken is nothing to tell: its holder goes, or becomes the set's.</summary>
    private static IEnumerable<PlannedEvent> Failures(StatefulSet set, Refusal? refusal) => refusal switch
    {
        { Write: ObjectCreation, Reason: StatusReason.AlreadyExists } => [],
        { Write: ObjectCreation { Content: Pod } } => [PlannedEvent.Warning("FailedCreate",
            $"create Pod {refusal.Write.Key.Name} in StatefulSet {set.Metadata.Name} failed error: {refusal.Message}")],
        { Write: ObjectCreation { Content: PersistentVolumeClaim }, Write.Key.Name: var claim } =>
            ClaimFailures(set, claim, StatefulPods.PodOf(set, claim), refusal.Message),
        { Write: ObjectDeletion } => [PlannedEvent.Warning("FailedDelete",
            $"delete Pod {refusal.Write.Key.Name} in StatefulSet {set.Metadata.Name} failed error: {refusal.Message}")],
        _ => [],
    };

    private static PlannedEvent[] ClaimFailures(StatefulSet set, string claim, string? pod, string why) =>
    [
        PlannedEvent.Warning("FailedCreate", $"create Claim {claim} for Pod {pod} in StatefulSet {set.Metadata.Name} failed error: {why}"),
        PlannedEvent.Warning("FailedCreate", $"create Pod {pod} in StatefulSet {set.Metadata.Name} failed error: failed to create PVC {claim}: {why}"),
    ];

    /// <summary>A limit below zero keeps them all.</summary>
    private static IReadOnlyList<ObjectWrite> Revisions(StatefulDraft draft, RevisionPlan update)
    {
        var live = draft.Pods.Select(StatefulPods.Revision).Append(draft.Current.Metadata.Name).Append(draft.Update.Metadata.Name).ToHashSet();
        ControllerRevision[] idle = [.. draft.View.Revisions.Where(revision => !live.Contains(revision.Metadata.Name))];
        var excess = TemplateRevisions.Oldest(idle, draft.Set.Spec.RevisionHistoryLimit is < 0 ? 0 : idle.Length - (draft.Set.Spec.RevisionHistoryLimit ?? 10));
        return update.Write is null ? [.. excess] : [update.Write, .. excess];
    }
}

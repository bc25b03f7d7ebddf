using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>
/// Keeps one pod on every node that a DaemonSet selects. Guarantees: never two pods of one revision on a node, no more nodes without a
/// working pod than maxUnavailable because of a rollout, and a plan for nodes that have what they should is quiet. Pure.
/// </summary>
public static class DaemonSetPlanner
{
    /// <summary>The most pods that one plan creates or deletes, as Kubernetes has it.</summary>
    public const int Burst = 250;

    public static DaemonSetPlan Plan(DaemonSetView view, DateTimeOffset now, IIdSource ids)
    {
        var set = view.Set;
        if (set.Spec.Selector is null || set.Spec.Selector.IsEmpty()) return SelectsEverything(view);
        var history = TemplateRevisions.Claim(set, set.Spec.Selector, view.Revisions);
        view = view with { Revisions = history.Owned };
        var orphans = view.Orphans.Where(static pod => pod.IsActive()).ToArray();
        var claims = Claims.Make(set, set.Spec.Selector, Resources.Pods, view.Controlled, orphans);
        var revision = TemplateRevisions.Plan(set, set.Spec.Template, set.Status.CollisionCount, view.Revisions);
        var draft = new DaemonDraft(view, claims.Owned, TemplateRevisions.Hash(revision.Current), now);
        var collided = view.Refusal is { Write: ObjectCreation { Content: ControllerRevision }, Reason: StatusReason.AlreadyExists } && revision.Write is ObjectCreation;
        var active = set.Metadata.DeletionTimestamp is null && !collided;
        if (active)
        {
            Coverage.Plan(draft, DaemonRollout.Surges(draft));
            if (draft.Starts.Count + draft.Stops.Count == 0) DaemonRollout.Plan(draft);
        }

        var status = DaemonSetStatusRules.Compute(draft, collided);
        return new DaemonSetPlan(
            active ? Revisions(draft, revision, claims.Owned) : [],
            [.. draft.Starts.Take(Burst).Select(node => PodTemplates.Creation(DaemonPods.Make(set, node, draft.Hash, ids)))],
            [.. draft.Stops.Take(Burst).Select(PodTemplates.Deletion)],
            [.. history.Patches, .. claims.Patches],
            set.Metadata.DeletionTimestamp is not null || status == set.Status ? null : status,
            [.. draft.Events, .. PodEvents.About(view.Refusal)],
            draft.Failures,
            draft.Due);
    }

    /// <summary>Unlike those of a StatefulSet, old revisions that have pods count towards the limit, though they stay.</summary>
    private static IReadOnlyList<ObjectWrite> Revisions(DaemonDraft draft, RevisionPlan revision, IReadOnlyList<Pod> owned)
    {
        var hashes = owned.Select(static pod => pod.Metadata.Labels.GetValueOrDefault(TemplateRevisions.HashLabel, "")).ToHashSet();
        ControllerRevision[] old = [.. draft.View.Revisions.Where(r => r.Metadata.Name != revision.Current.Metadata.Name)];
        var excess = TemplateRevisions.Oldest(old.Where(r => !hashes.Contains(TemplateRevisions.Hash(r))), old.Length - (draft.Set.Spec.RevisionHistoryLimit ?? 10));
        return revision.Write is null ? [.. excess] : [revision.Write, .. excess];
    }

    private static DaemonSetPlan SelectsEverything(DaemonSetView view) => new(
        [], [], [], [], null,
        [PlannedEvent.Warning("SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.")], view.Failures, null);
}

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
            Coverage.Plan(draft, DaemonRollout.MaxSurge(draft) > 0);
            if (draft.Starts.Count + draft.Stops.Count == 0) DaemonRollout.Plan(draft);
        }

        var status = DaemonSetStatusRules.Compute(draft, collided);
        return new DaemonSetPlan(
            active ? Revisions(draft, revision) : [],
            [.. draft.Starts.Take(Burst).Select(node => PodTemplates.Creation(DaemonPods.Make(set, node, draft.Hash, ids)))],
            [.. draft.Stops.Take(Burst).Select(PodTemplates.Deletion)],
            [.. history.Patches, .. claims.Patches],
            status == set.Status ? null : status,
            [.. draft.Events, .. PodEvents.About(view.Refusal)],
            draft.Failures,
            draft.Due);
    }

    private static IReadOnlyList<ObjectWrite> Revisions(DaemonDraft draft, RevisionPlan revision)
    {
        var hashes = draft.Nodes.SelectMany(node => draft.PodsOn(node.Name)).Select(static pod => pod.Metadata.Labels.GetValueOrDefault(TemplateRevisions.HashLabel, ""))
            .Append(draft.Hash).ToHashSet();
        var excess = TemplateRevisions.Excess(draft.View.Revisions, draft.Set.Spec.RevisionHistoryLimit ?? 10, r => hashes.Contains(TemplateRevisions.Hash(r)));
        return revision.Write is null ? [.. excess] : [revision.Write, .. excess];
    }

    private static DaemonSetPlan SelectsEverything(DaemonSetView view) => new(
        [], [], [], [], null,
        [PlannedEvent.Warning("SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.")], view.Failures, null);
}

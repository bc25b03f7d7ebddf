using System.Text.Json.Nodes;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>
/// Rolls a Deployment's pod template out over ReplicaSets. Guarantees for each of its plans: the ReplicaSets are never asked for more than
/// desired + maxSurge pods, a rolling update never takes an available pod while fewer than desired − maxUnavailable would be left, and a
/// plan for a rollout that is done is quiet. Pure.
/// </summary>
public static class DeploymentPlanner
{
    public static DeploymentPlan Plan(DeploymentView view, DateTimeOffset now)
    {
        var deployment = view.Deployment;
        if (deployment.Spec.Selector is null || deployment.Spec.Selector.IsEmpty()) return SelectsEverything(deployment);

        var claims = Claims.Make(deployment, deployment.Spec.Selector, Resources.ReplicaSets, view.Controlled, view.Orphans);
        var draft = new RolloutDraft(deployment, claims.Owned);
        var history = Array.Empty<ObjectDeletion>();
        if (deployment.Metadata.DeletionTimestamp is null) history = Advance(view, draft, now);

        var (status, due) = DeploymentStatusRules.Compute(draft, now);
        return new DeploymentPlan(
            [.. draft.Creates()],
            [.. claims.Patches, .. draft.Patches(), .. RevisionPatch(draft)],
            history,
            RecordEquality.Same(status, deployment.Status) ? null : status,
            draft.Events, due);
    }

    /// <summary>The next step; returns the ReplicaSets to forget.</summary>
    private static ObjectDeletion[] Advance(DeploymentView view, RolloutDraft draft, DateTimeOffset now)
    {
        PauseConditions.Apply(draft, now);
        var paused = draft.Deployment.Spec.Paused;
        if (paused || ProportionalScaling.IsDue(draft))
        {
            NewReplicaSet.Adjust(draft, now);
            ProportionalScaling.Apply(draft);
            return paused ? RevisionHistory.Excess(draft) : [];
        }

        if (draft.Deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate) Recreation.Advance(view, draft, now);
        else RollingUpdate.Advance(view, draft, now);
        return DeploymentStatusRules.IsComplete(draft) ? RevisionHistory.Excess(draft) : [];
    }

    /// <summary>Through the status, as Kubernetes writes it: a change of annotations through the Deployment itself would count as a new generation.</summary>
    private static IEnumerable<ObjectPatch> RevisionPatch(RolloutDraft draft)
    {
        var (deployment, revision) = (draft.Deployment, draft.Revision);
        if (revision is null || deployment.Metadata.Annotations.GetValueOrDefault(DeploymentAnnotations.Revision) == revision) yield break;
        yield return ObjectPatch.Of(Resources.Deployments, deployment, PatchKind.Merge, new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [DeploymentAnnotations.Revision] = revision } },
        }, "status");
    }

    private static DeploymentPlan SelectsEverything(Deployment deployment)
    {
        var observed = deployment.Status with { ObservedGeneration = deployment.Metadata.Generation };
        return new DeploymentPlan(
            [], [], [], observed == deployment.Status ? null : observed,
            [PlannedEvent.Warning("SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.")], null);
    }
}

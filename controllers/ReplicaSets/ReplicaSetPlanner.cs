using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>
/// Keeps a number of pods running. Guarantees: after its plan there are never more active pods than asked for, pods of other owners are
/// untouched, and a plan for a world that is as asked is quiet. Pure.
/// </summary>
public static class ReplicaSetPlanner
{
    /// <summary>The most pods that one plan creates or deletes, as Kubernetes has it.</summary>
    public const int Burst = 500;

    public static ReplicaSetPlan Plan(ReplicaSetView view, DateTimeOffset now, IIdSource ids)
    {
        var set = view.Set;
        var claims = Claims.Make(set, set.Spec.Selector, Resources.Pods, Active(view.Controlled), Active(view.Orphans));
        var active = claims.Owned;
        var deleting = set.Metadata.DeletionTimestamp is not null;
        var missing = deleting ? 0 : (set.Spec.Replicas ?? 1) - active.Count;
        var (status, due) = ReplicaSetStatusRules.Compute(view, active, missing, now);
        return new ReplicaSetPlan(
            missing > 0 ? Creates(view, Math.Min(missing, Burst), ids) : [],
            missing < 0 ? Deletes(view, active, Math.Min(-missing, Burst), now) : [],
            claims.Patches, status, [.. PodEvents.About(view.Refusal)], due);
    }

    /// <summary>Pods that have ended or are leaving are none of its concern: they are neither counted nor let go of.</summary>
    private static IReadOnlyList<Pod> Active(IReadOnlyList<Pod> pods) => pods.All(PodFacts.IsActive) ? pods : [.. pods.Where(PodFacts.IsActive)];

    private static ObjectCreation[] Creates(ReplicaSetView view, int count, IIdSource ids)
    {
        var owner = view.Set.ControllerReference();
        var creates = new ObjectCreation[count];
        for (var i = 0; i < count; i++)
            creates[i] = PodTemplates.Creation(PodTemplates.Instantiate(view.Set.Spec.Template, view.Set.Metadata.Namespace, owner, ids));
        return creates;
    }

    private static ObjectDeletion[] Deletes(ReplicaSetView view, IReadOnlyList<Pod> active, int count, DateTimeOffset now) =>
        [.. DeletionRank.First(active, count, view.RelatedPodsByNode, now).Select(PodTemplates.Deletion)];
}

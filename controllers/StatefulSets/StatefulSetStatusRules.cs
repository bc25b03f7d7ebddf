using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>The status that says how many pods there are, of which revision, and whether a rollout is complete.</summary>
internal static class StatefulSetStatusRules
{
    public static StatefulSetStatus Compute(StatefulDraft draft, bool collided)
    {
        var (replicas, ready, available, current, updated) = (0, 0, 0, 0, 0);
        foreach (var pod in draft.Pods)
        {
            if (pod.Status.Phase.Length > 0) replicas++;
            if (pod.Status.Phase == PodPhase.Running && pod.IsReady())
            {
                ready++;
                if (pod.IsAvailable(draft.Set.Spec.MinReadySeconds, draft.Now)) available++;
                else draft.Due = Due.Earlier(draft.Due, pod.AvailableFrom(draft.Set.Spec.MinReadySeconds));
            }

            if (pod.IsDeleting()) continue;
            if (StatefulPods.Revision(pod) == draft.Current.Metadata.Name) current++;
            if (draft.IsUpdated(pod)) updated++;
        }

        var status = draft.Set.Status with
        {
            ObservedGeneration = draft.Set.Metadata.Generation,
            Replicas = replicas,
            ReadyReplicas = ready,
            AvailableReplicas = available,
            CurrentReplicas = current,
            UpdatedReplicas = updated,
            CurrentRevision = draft.Current.Metadata.Name,
            UpdateRevision = draft.Update.Metadata.Name,
            CollisionCount = (draft.Set.Status.CollisionCount ?? 0) + (collided ? 1 : 0),
        };
        var complete = draft.Set.Spec.UpdateStrategy.Type != StatefulSetUpdateStrategyType.OnDelete
            && updated == draft.Replicas && ready == draft.Replicas && replicas == draft.Replicas;
        return complete ? status with { CurrentReplicas = updated, CurrentRevision = status.UpdateRevision } : status;
    }
}

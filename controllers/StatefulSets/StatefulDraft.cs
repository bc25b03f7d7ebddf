using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>A StatefulSet and its pods while they are being planned. Lives within one plan.</summary>
internal sealed class StatefulDraft
{
    private readonly Dictionary<int, Pod> _pods = [];

    public StatefulDraft(StatefulSetView view, IReadOnlyList<Pod> owned, RevisionPlan update, DateTimeOffset now)
    {
        (View, Now, Update) = (view, now, update.Current);
        foreach (var pod in owned)
            if (StatefulPods.Ordinal(Set, pod.Metadata.Name) is >= 0 and var ordinal) _pods[ordinal] = pod;
        var current = Set.Status.CurrentRevision;
        Current = current.Length == 0 ? Update : view.Revisions.FirstOrDefault(revision => revision.Metadata.Name == current) ?? Update;
        First = Set.Spec.Ordinals?.Start ?? 0;
        Replicas = Set.Spec.Replicas ?? 1;
    }

    public StatefulSetView View { get; }

    public StatefulSet Set => View.Set;

    public DateTimeOffset Now { get; }

    public ControllerRevision Current { get; }

    public ControllerRevision Update { get; }

    public int First { get; }

    public int Replicas { get; }

    public bool IsOrdered => Set.Spec.PodManagementPolicy != PodManagementPolicyType.Parallel;

    public List<(int Ordinal, Pod Pod)> Starts { get; } = [];

    /// <summary>Pods that cannot be started because claims of theirs are about to go, and what is told of it.</summary>
    public List<(int Ordinal, Pod Pod, PlannedEvent Told)> Held { get; } = [];

    public List<Pod> Stops { get; } = [];

    public DateTimeOffset? Due { get; set; }

    public IEnumerable<int> Ordinals => Enumerable.Range(First, Replicas);

    public IEnumerable<Pod> Pods => _pods.Values;

    /// <summary>The pods that belong to the set's size and have not started yet.</summary>
    public IEnumerable<(int Ordinal, Pod Pod)> Waiting => Members.Where(static member => member.Pod.Status.Phase == PodPhase.Pending);

    /// <summary>The pods that belong to the set's size and stay.</summary>
    public IEnumerable<(int Ordinal, Pod Pod)> Members =>
        _pods.Where(pod => pod.Key >= First && pod.Key < First + Replicas && !pod.Value.IsDeleting()).Select(static pod => (pod.Key, pod.Value));

    /// <summary>The pods beyond the set's size, the highest ordinal first.</summary>
    public IReadOnlyList<Pod> Condemned => [.. _pods.Where(pod => pod.Key < First || pod.Key >= First + Replicas).OrderByDescending(static pod => pod.Key).Select(static pod => pod.Value)];

    public Pod? Find(int ordinal) => _pods.GetValueOrDefault(ordinal);

    public bool IsUpdated(Pod pod) => StatefulPods.Revision(pod) == Update.Metadata.Name;

    /// <summary>Running, ready for long enough and not leaving. Notes when waiting alone makes it so.</summary>
    public bool IsHealthy(Pod pod)
    {
        if (!pod.IsReadyToServe()) return false;
        if (pod.IsAvailable(Set.Spec.MinReadySeconds, Now)) return true;
        Due = Controllers.Due.Earlier(Due, pod.AvailableFrom(Set.Spec.MinReadySeconds));
        return false;
    }
}

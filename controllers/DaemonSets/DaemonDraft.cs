using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>A DaemonSet's nodes and pods while they are being planned. Lives within one plan.</summary>
internal sealed class DaemonDraft
{
    private readonly Dictionary<string, List<Pod>> _pods = [];

    public DaemonDraft(DaemonSetView view, IReadOnlyList<Pod> owned, string hash, DateTimeOffset now)
    {
        (View, Hash, Now) = (view, hash, now);
        // What a change may have mended is not waited for.
        Failures = view.Set.Status.ObservedGeneration == view.Set.Metadata.Generation ? new(view.Failures) : [];
        // What has ended and is about to go keeps no place.
        foreach (var pod in owned.Where(static pod => !(pod.IsFinished() && pod.IsDeleting())).OrderBy(static pod => pod.Spec.NodeName.Length == 0)
            .ThenBy(static pod => pod.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue).ThenBy(static pod => pod.Metadata.Name, StringComparer.Ordinal))
        {
            var node = DaemonPods.TargetNode(pod);
            if (!_pods.TryGetValue(node, out var there)) _pods[node] = there = [];
            there.Add(pod);
        }

        Nodes = [.. view.Nodes.Select(node => (node.Metadata.Name, DaemonPods.Belong(view.Set, node)))
            .Select(static n => new DaemonNode(n.Name, n.Item2.Run, n.Item2.Stay)).OrderBy(static n => n.Name, StringComparer.Ordinal)];
    }

    public DaemonSetView View { get; }

    public DaemonSet Set => View.Set;

    public string Hash { get; }

    public DateTimeOffset Now { get; }

    public IReadOnlyList<DaemonNode> Nodes { get; }

    public List<string> Starts { get; } = [];

    public List<Pod> Stops { get; } = [];

    public List<PlannedEvent> Events { get; } = [];

    public Dictionary<string, FailureBackoff> Failures { get; }

    public DateTimeOffset? Due { get; set; }

    public int Desired => Nodes.Count(static node => node.Run);

    /// <summary>Pods that wait for a node that is not there. What waits for any node has been taken over, and the scheduler finds it one.</summary>
    public IEnumerable<Pod> Stranded => _pods.Where(pods => pods.Key.Length > 0 && Nodes.All(node => node.Name != pods.Key)).SelectMany(static pods => pods.Value)
        .Where(static pod => pod.Spec.NodeName.Length == 0 && !pod.IsDeleting());

    /// <summary>The pods on a node, or pinned to it: those on it first, then the oldest.</summary>
    public IReadOnlyList<Pod> PodsOn(string node) => _pods.TryGetValue(node, out var pods) ? pods : [];

    /// <summary>Made from the template as it is, whatever the labels say beside the hash.</summary>
    public bool HasHash(Pod pod) => pod.Metadata.Labels.GetValueOrDefault(TemplateRevisions.HashLabel) == Hash;

    /// <summary>Of the template as it is, by its hash or by the number that clients of old versions count it by.</summary>
    public bool IsCurrent(Pod pod) => HasHash(pod) || DaemonPods.HasGeneration(Set, pod);

    public bool IsAvailable(Pod pod) => pod.IsAvailable(Set.Spec.MinReadySeconds, Now);
}

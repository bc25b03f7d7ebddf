using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A node and the pods on it, with running sums. Changed by <see cref="ClusterModel"/> only.</summary>
public sealed class NodeState
{
    private readonly Dictionary<string, PodDemand> _pods = [];
    private readonly List<PodDemand> _withAffinity = [];

    internal NodeState(Node node) => (Node, Allocatable, MaxPods, Images) = (node, default, 0, []);

    public Node Node { get; private set; }

    public string Name => Node.Metadata.Name;

    public IReadOnlyDictionary<string, string> Labels => Node.Metadata.Labels;

    /// <summary>What pods may ask for altogether.</summary>
    public Amounts Allocatable { get; private set; }

    public int MaxPods { get; private set; }

    /// <summary>Image names to their size in bytes.</summary>
    public Dictionary<string, long> Images { get; private set; }

    public Amounts Requested { get; private set; }

    /// <summary>The sum of <see cref="PodDemand.Estimate"/>.</summary>
    public Amounts Estimated { get; private set; }

    public IReadOnlyCollection<PodDemand> Pods => _pods.Values;

    /// <summary>The pods that have a say in where others go.</summary>
    public IReadOnlyList<PodDemand> PodsWithAffinity => _withAffinity;

    /// <summary>The same node with a selection of its pods and some others: what it would be like.</summary>
    public NodeState With(IEnumerable<PodDemand> pods)
    {
        var copy = new NodeState(Node) { Allocatable = Allocatable, MaxPods = MaxPods, Images = Images };
        foreach (var pod in pods) copy.Add(pod);
        return copy;
    }

    internal void Update(Node node)
    {
        Node = node;
        Allocatable = Amounts.Of(node.Status.Allocatable);
        MaxPods = node.Status.Allocatable.TryGetValue(ResourceName.Pods, out var pods) ? (int)Math.Min(int.MaxValue, pods.Value) : 0;
        Images = [];
        foreach (var image in node.Status.Images)
            foreach (var name in image.Names) Images[name] = image.SizeBytes;
    }

    internal void Add(PodDemand pod)
    {
        if (!_pods.TryAdd(pod.Uid, pod)) return;
        Requested += pod.Requests;
        Estimated += pod.Estimate;
        if (pod.HasAffinity) _withAffinity.Add(pod);
    }

    /// <returns>Whether the pod was here.</returns>
    internal bool Remove(string uid)
    {
        if (!_pods.Remove(uid, out var pod)) return false;
        Requested -= pod.Requests;
        Estimated -= pod.Estimate;
        if (pod.HasAffinity) _withAffinity.Remove(pod);
        return true;
    }
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// The nodes and what runs on them, kept up to date change by change, so that placing a pod never scans all pods. For one thread.
/// </summary>
public sealed class ClusterModel : IPlacementView
{
    private readonly Dictionary<string, NodeState> _nodes = [];
    private readonly Dictionary<string, (PodDemand Pod, string Node)> _placed = [];
    private readonly Dictionary<string, (PodDemand Pod, string Node)> _nominated = [];
    private readonly Dictionary<string, Dictionary<string, PodDemand>> _homeless = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _namespaces = [];
    private readonly Dictionary<string, int> _imageNodes = [];
    private readonly PodCensus _census = new();
    private NodeState[]? _ordered;
    private int _withAffinity;

    /// <summary>The nodes in the order of their names.</summary>
    public IReadOnlyList<NodeState> Nodes => _ordered ??= [.. _nodes.Values.OrderBy(static node => node.Name, StringComparer.Ordinal)];

    /// <summary>Whether any placed pod has a say in where others go.</summary>
    public bool AnyAffinity => _withAffinity > 0;

    /// <summary>Whether room is kept for any pod.</summary>
    public bool AnyNominated => _nominated.Count > 0;

    public VolumeCatalog Volumes { get; } = new();

    public SelectorCatalog Selectors { get; } = new();

    public IReadOnlyDictionary<string, int> CountsOf(string @namespace, LabelSelector? selector) => _census.Of(@namespace, selector, Nodes);

    public NodeState? Find(string node) => _nodes.GetValueOrDefault(node);

    /// <summary>On how many nodes an image is present.</summary>
    public int NodesWithImage(string image) => _imageNodes.GetValueOrDefault(image);

    public IReadOnlyDictionary<string, string> LabelsOfNamespace(string name) => _namespaces.GetValueOrDefault(name, EmptyMap<string>.Value);

    /// <summary>Pods that a node has been cleared for, but that are not on it yet.</summary>
    public IEnumerable<PodDemand> NominatedTo(string node) => _nominated.Count == 0 ? [] : _nominated.Values.Where(n => n.Node == node).Select(static n => n.Pod);

    public void Put(Node node)
    {
        var name = node.Metadata.Name;
        if (!_nodes.TryGetValue(name, out var state))
        {
            _nodes[name] = state = new NodeState(node);
            _ordered = null;
            if (_homeless.Remove(name, out var waiting))
                foreach (var pod in waiting.Values) Place(pod, name);
        }

        foreach (var image in state.Images.Keys) CountImage(image, -1);
        state.Update(node);
        foreach (var image in state.Images.Keys) CountImage(image, 1);
    }

    public void RemoveNode(string name)
    {
        if (!_nodes.TryGetValue(name, out var state)) return;
        var pods = state.Pods.ToArray();
        foreach (var pod in pods) Forget(pod.Uid);
        _nodes.Remove(name);
        _ordered = null;
        foreach (var image in state.Images.Keys) CountImage(image, -1);
        foreach (var pod in pods) Place(pod, name);
    }

    public void PutNamespace(string name, IReadOnlyDictionary<string, string> labels) => _namespaces[name] = labels;

    public void RemoveNamespace(string name) => _namespaces.Remove(name);

    /// <summary>The pod is on the node, or will be: what it asks for is taken. A pod that was placed before moves.</summary>
    public void Place(PodDemand pod, string node)
    {
        Forget(pod.Uid);
        pod = pod.Settled();
        _placed[pod.Uid] = (pod, node);
        if (_nodes.TryGetValue(node, out var state))
        {
            state.Add(pod);
            _census.Count(pod, node, 1);
            if (pod.HasAffinity) _withAffinity++;
        }
        else
        {
            if (!_homeless.TryGetValue(node, out var waiting)) _homeless[node] = waiting = [];
            waiting[pod.Uid] = pod;
        }
    }

    /// <summary>The pod takes nothing any more.</summary>
    public void Forget(string uid)
    {
        _nominated.Remove(uid);
        if (!_placed.Remove(uid, out var place)) return;
        if (_homeless.TryGetValue(place.Node, out var waiting)) waiting.Remove(uid);
        if (!_nodes.TryGetValue(place.Node, out var state)) return;
        if (!state.Remove(uid)) return;
        _census.Count(place.Pod, place.Node, -1);
        if (place.Pod.HasAffinity) _withAffinity--;
    }

    /// <summary>Whether the pod takes room on a node, or room is kept for it.</summary>
    public bool Holds(string uid) => _placed.ContainsKey(uid) || _nominated.ContainsKey(uid);

    /// <summary>Keeps room on a node for a pod that others were evicted for, or whose volumes are made there.</summary>
    public void Nominate(PodDemand pod, string node)
    {
        if (node.Length == 0) _nominated.Remove(pod.Uid);
        else _nominated[pod.Uid] = (pod, node);
    }

    /// <summary>The node of a placed pod, or null.</summary>
    public string? NodeOf(string uid) => _placed.TryGetValue(uid, out var place) ? place.Node : null;

    /// <summary>A placed pod as it was when it was placed, or null.</summary>
    public PodDemand? Placed(string uid) => _placed.TryGetValue(uid, out var place) ? place.Pod : null;

    private void CountImage(string image, int change)
    {
        var count = _imageNodes.GetValueOrDefault(image) + change;
        if (count == 0) _imageNodes.Remove(image);
        else _imageNodes[image] = count;
    }
}

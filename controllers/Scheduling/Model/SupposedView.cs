using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A cluster in which one node is supposed to have other pods than it has.</summary>
internal sealed class SupposedView(IPlacementView actual, NodeState supposed) : IPlacementView
{
    private NodeState[]? _nodes;

    public IReadOnlyList<NodeState> Nodes => _nodes ??= [.. actual.Nodes.Select(node => node.Name == supposed.Name ? supposed : node)];

    public bool AnyAffinity => actual.AnyAffinity;

    public VolumeCatalog Volumes => actual.Volumes;

    public SelectorCatalog Selectors => actual.Selectors;

    public IReadOnlyDictionary<string, int> CountsOf(string @namespace, LabelSelector? selector) => actual.CountsOf(@namespace, selector);

    public int NodesWithImage(string image) => actual.NodesWithImage(image);

    public IReadOnlyDictionary<string, string> LabelsOfNamespace(string name) => actual.LabelsOfNamespace(name);
}

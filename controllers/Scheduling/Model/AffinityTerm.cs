using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A term of pod affinity or anti-affinity. Its selector has what its label keys add since the pod was made.</summary>
public sealed class AffinityTerm
{
    private readonly LabelSelector? _selector;
    private readonly HashSet<string> _namespaces;
    private readonly LabelSelector? _namespaceSelector;

    public AffinityTerm(Pod owner, PodAffinityTerm term, int weight = 0)
    {
        TopologyKey = term.TopologyKey;
        Weight = weight;
        _namespaceSelector = term.NamespaceSelector;
        _namespaces = term.Namespaces.Count == 0 && term.NamespaceSelector is null ? [owner.Metadata.Namespace] : [.. term.Namespaces];
        _selector = term.LabelSelector;
    }

    public string TopologyKey { get; }

    /// <summary>How much a preferred term counts; 0 for a required one.</summary>
    public int Weight { get; }

    /// <summary>Whether the term speaks of this pod.</summary>
    public bool Selects(PodDemand pod, IPlacementView cluster) => SelectsNamespace(pod.Namespace, cluster) && _selector.Selects(pod.Labels);

    private bool SelectsNamespace(string name, IPlacementView cluster) =>
        _namespaces.Contains(name) || (_namespaceSelector is not null && _namespaceSelector.Selects(cluster.LabelsOfNamespace(name)));
}

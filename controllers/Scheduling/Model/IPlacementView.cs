using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>The cluster as rules look at it: as it is, or as it would be with some pods gone.</summary>
public interface IPlacementView
{
    IReadOnlyList<NodeState> Nodes { get; }

    /// <summary>Whether any placed pod has a say in where others go.</summary>
    bool AnyAffinity { get; }

    /// <summary>Volumes, claims and storage classes.</summary>
    VolumeCatalog Volumes { get; }

    /// <summary>What services and controllers select.</summary>
    SelectorCatalog Selectors { get; }

    /// <summary>How many pods of a namespace a selector selects on each node of the cluster as it is (<see cref="PodCensus"/>).</summary>
    IReadOnlyDictionary<string, int> CountsOf(string @namespace, LabelSelector? selector);

    /// <summary>On how many nodes an image is present.</summary>
    int NodesWithImage(string image);

    IReadOnlyDictionary<string, string> LabelsOfNamespace(string name);
}

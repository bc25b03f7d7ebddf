namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Kinds of change by which a pod that did not fit anywhere may fit.</summary>
[Flags]
public enum ClusterChanges
{
    None = 0,

    /// <summary>A node came, or one changed its labels, taints, capacity or schedulability.</summary>
    Nodes = 1,

    /// <summary>A pod left a node.</summary>
    PodsGone = 2,

    /// <summary>A pod was placed, or a placed pod changed its labels.</summary>
    PodsPlaced = 4,

    /// <summary>A namespace changed its labels.</summary>
    Namespaces = 8,

    /// <summary>A volume, a claim or a storage class changed.</summary>
    Volumes = 16,

    /// <summary>A placed pod takes less than before.</summary>
    PodsShrunk = 32,
}

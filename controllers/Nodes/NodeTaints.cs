namespace Orleans.Kube.Controllers;

/// <summary>The taints that the control plane puts on nodes (https://kubernetes.io/docs/reference/labels-annotations-taints/).</summary>
public static class NodeTaints
{
    /// <summary>The node says that it is not ready.</summary>
    public const string NotReady = "node.kubernetes.io/not-ready";

    /// <summary>The node says nothing any more.</summary>
    public const string Unreachable = "node.kubernetes.io/unreachable";

    /// <summary>The node was cordoned.</summary>
    public const string Unschedulable = "node.kubernetes.io/unschedulable";

    public const string MemoryPressure = "node.kubernetes.io/memory-pressure";

    public const string DiskPressure = "node.kubernetes.io/disk-pressure";

    public const string PIDPressure = "node.kubernetes.io/pid-pressure";

    public const string NetworkUnavailable = "node.kubernetes.io/network-unavailable";
}

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>How much is measured.</summary>
public enum FigureDepth
{
    /// <summary>What containers use of processors and memory.</summary>
    Containers,

    /// <summary>Sandboxes, networks and disks too.</summary>
    All,

    /// <summary>Also what every process has open.</summary>
    Files,
}

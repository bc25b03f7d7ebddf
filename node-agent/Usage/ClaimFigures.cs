using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>A pod's volume that is behind a claim, or of a driver. Like kubelet's local volumes it tells of the whole disk that it is on, or what its driver tells of it.</summary>
/// <param name="Volume">The volume's name in the pod.</param>
/// <param name="Namespace">Where the claim is.</param>
/// <param name="Claim">The claim's name; empty where the pod names the driver itself.</param>
/// <param name="Disk">The disk.</param>
public sealed record ClaimFigures(string Volume, string Namespace, string Claim, DiskReading Disk);

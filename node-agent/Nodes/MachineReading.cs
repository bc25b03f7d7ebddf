namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What the machine has left at one moment.</summary>
/// <param name="MemoryAvailable">Memory that can be had, in bytes.</param>
/// <param name="DiskAvailable">Free room on the disk of the agent's data, in bytes.</param>
/// <param name="DiskTotal">The size of that disk, in bytes.</param>
/// <param name="PidsInUse">How many processes and threads there are.</param>
/// <param name="PidsTotal">How many there can be.</param>
public sealed record MachineReading(long MemoryAvailable, long DiskAvailable, long DiskTotal, long PidsInUse, long PidsTotal);

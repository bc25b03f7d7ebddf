namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What a container uses.</summary>
/// <param name="Time">When it was measured.</param>
/// <param name="CpuNanoseconds">Processor time since it started.</param>
/// <param name="MemoryBytes">All memory charged to it.</param>
/// <param name="WorkingSetBytes">Memory that cannot be taken back.</param>
/// <param name="Processes">How many processes and threads.</param>
public sealed record ContainerUsage(DateTimeOffset Time, long CpuNanoseconds, long MemoryBytes, long WorkingSetBytes, long Processes);

namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What a container may use, in the kernel's terms.</summary>
public sealed record ContainerResources
{
    /// <summary>The weight in a fight for processors: 1024 for one processor.</summary>
    public long CpuShares { get; init; } = 2;

    /// <summary>Microseconds of processor time in each <see cref="CpuPeriod"/>; 0 is no limit.</summary>
    public long CpuQuota { get; init; }

    /// <summary>In microseconds.</summary>
    public long CpuPeriod { get; init; } = 100_000;

    /// <summary>In bytes; 0 is no limit.</summary>
    public long Memory { get; init; }

    /// <summary>How willingly the kernel ends it when memory is short, -1000 to 1000.</summary>
    public int OomScoreAdjustment { get; init; }

    /// <summary>Whether the processor time is the same.</summary>
    public bool HasCpuOf(ContainerResources other) => CpuShares == other.CpuShares && CpuQuota == other.CpuQuota;

    /// <summary>Whether all that can change while a container runs is the same.</summary>
    public bool Grants(ContainerResources other) => HasCpuOf(other) && Memory == other.Memory;
}

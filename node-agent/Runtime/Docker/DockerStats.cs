using System.Text.Json.Serialization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>What the Engine API tells of a container's use, of either version of the kernel's control groups.</summary>
internal sealed record DockerStats
{
    [JsonPropertyName("read")]
    public DateTimeOffset Read { get; init; }

    [JsonPropertyName("cpu_stats")]
    public Processor Cpu { get; init; } = new();

    [JsonPropertyName("memory_stats")]
    public MemoryUse Memory { get; init; } = new();

    [JsonPropertyName("blkio_stats")]
    public DeviceUse Devices { get; init; } = new();

    [JsonPropertyName("pids_stats")]
    public Pids Processes { get; init; } = new();

    internal sealed record Processor
    {
        [JsonPropertyName("cpu_usage")]
        public ProcessorUse Usage { get; init; } = new();

        [JsonPropertyName("throttling_data")]
        public Throttling Throttled { get; init; } = new();
    }

    internal sealed record ProcessorUse
    {
        [JsonPropertyName("total_usage")]
        public long Total { get; init; }

        [JsonPropertyName("usage_in_usermode")]
        public long User { get; init; }

        [JsonPropertyName("usage_in_kernelmode")]
        public long Kernel { get; init; }
    }

    internal sealed record Throttling
    {
        [JsonPropertyName("periods")]
        public long Periods { get; init; }

        [JsonPropertyName("throttled_periods")]
        public long ThrottledPeriods { get; init; }

        [JsonPropertyName("throttled_time")]
        public long ThrottledNanoseconds { get; init; }
    }

    internal sealed record MemoryUse
    {
        [JsonPropertyName("usage")]
        public long Usage { get; init; }

        [JsonPropertyName("max_usage")]
        public long Peak { get; init; }

        [JsonPropertyName("failcnt")]
        public long Failures { get; init; }

        [JsonPropertyName("stats")]
        public IReadOnlyDictionary<string, ulong>? Details { get; init; }
    }

    internal sealed record DeviceUse
    {
        [JsonPropertyName("io_service_bytes_recursive")]
        public IReadOnlyList<DeviceFigure>? Bytes { get; init; }

        [JsonPropertyName("io_serviced_recursive")]
        public IReadOnlyList<DeviceFigure>? Operations { get; init; }
    }

    internal sealed record DeviceFigure
    {
        [JsonPropertyName("major")]
        public long Major { get; init; }

        [JsonPropertyName("minor")]
        public long Minor { get; init; }

        [JsonPropertyName("op")]
        public string Operation { get; init; } = "";

        [JsonPropertyName("value")]
        public long Value { get; init; }
    }

    internal sealed record Pids
    {
        [JsonPropertyName("current")]
        public long Current { get; init; }

        // The kernel's largest number stands for no limit.
        [JsonPropertyName("limit")]
        public ulong Limit { get; init; }
    }
}

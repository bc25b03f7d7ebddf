using System.Globalization;
using System.Text;

namespace Orleans.Kube.Silo.Metrics;

/// <summary>What the process takes of the machine, under Prometheus' usual names.</summary>
internal static class ProcessMetrics
{
    public static void Write(StringBuilder text)
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var collector = GC.GetGCMemoryInfo();
        Gauge(text, "process_resident_memory_bytes", "Resident memory.", self.WorkingSet64);
        Gauge(text, "process_start_time_seconds", "When the process began, in Unix time.", new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1e3);
        Counter(text, "process_cpu_seconds_total", "Processor time that was used.", self.TotalProcessorTime.TotalSeconds);
        Gauge(text, "dotnet_gc_heap_size_bytes", "The managed heap after the last collection.", collector.HeapSizeBytes);
        Gauge(text, "dotnet_gc_fragmented_bytes", "What of it is free between objects.", collector.FragmentedBytes);
        Gauge(text, "dotnet_gc_committed_bytes", "Memory that the collector holds.", collector.TotalCommittedBytes);
        Counter(text, "dotnet_gc_allocated_bytes_total", "What has been allocated.", GC.GetTotalAllocatedBytes());
        Counter(text, "dotnet_gc_pause_seconds_total", "How long collections stopped everything.", GC.GetTotalPauseDuration().TotalSeconds);
        text.Append("# HELP dotnet_gc_collections_total Collections by the oldest generation that they looked at.\n# TYPE dotnet_gc_collections_total counter\n");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Append(CultureInfo.InvariantCulture, $"dotnet_gc_collections_total{{generation=\"{generation}\"}} {GC.CollectionCount(generation)}\n");
    }

    private static void Gauge(StringBuilder text, string name, string help, double value) => Line(text, name, help, "gauge", value);

    private static void Counter(StringBuilder text, string name, string help, double value) => Line(text, name, help, "counter", value);

    private static void Line(StringBuilder text, string name, string help, string type, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}

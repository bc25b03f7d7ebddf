using System.Diagnostics;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Figures for Prometheus, under kubelet's names: of the agent, and of what containers, pods and the machine use.</summary>
internal sealed class MetricsHandler(PodFleet fleet, IContainerRuntime runtime, AgentMetrics metrics, string nodeName, TimeProvider time)
{
    /// <summary>/metrics: the agent itself.</summary>
    public async Task AgentAsync(HttpContext context)
    {
        var containers = await runtime.ListAsync(null, context.RequestAborted);
        var text = new MetricText();
        text.Family("kubelet_node_name", "gauge", "The node's name.").Sample("kubelet_node_name", 1, null, ("node", nodeName));
        text.Family("kubelet_running_pods", "gauge", "Pods with a running sandbox.").Sample("kubelet_running_pods", containers.Count(static c => c is { IsSandbox: true, State: RuntimeState.Running }));
        text.Family("kubelet_running_containers", "gauge", "Containers by their state.");
        foreach (var state in containers.Where(static c => !c.IsSandbox).GroupBy(static c => c.State).OrderBy(static g => g.Key))
            text.Sample("kubelet_running_containers", state.Count(), null, ("container_state", state.Key.ToString().ToLowerInvariant()));
        text.Family("kubelet_desired_pods", "gauge", "Pods that are bound to the node.").Sample("kubelet_desired_pods", fleet.Pods.Count(static p => p.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed)));
        metrics.Write(text);
        WriteProcess(text);
        await WriteAsync(context, text);
    }

    /// <summary>/metrics/resource: what is used.</summary>
    public async Task ResourceAsync(HttpContext context)
    {
        var usage = await UsageHandler.MeasureAsync(runtime, context.RequestAborted);
        var pods = usage.GroupBy(static u => u.Container.Pod).ToList();
        var text = new MetricText();
        text.Family("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the container in core-seconds");
        foreach (var (container, used) in usage) text.Sample("container_cpu_usage_seconds_total", used.CpuNanoseconds / 1e9, used.Time, Labels(container));
        text.Family("container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes");
        foreach (var (container, used) in usage) text.Sample("container_memory_working_set_bytes", used.WorkingSetBytes, used.Time, Labels(container));
        text.Family("container_start_time_seconds", "gauge", "Start time of the container since unix epoch in seconds");
        foreach (var (container, _) in usage)
            if (container.StartedAt is { } started) text.Sample("container_start_time_seconds", started.ToUnixTimeMilliseconds() / 1e3, null, Labels(container));
        var now = time.GetUtcNow();
        text.Family("node_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the node in core-seconds").Sample("node_cpu_usage_seconds_total", Machine.ProcessorNanoseconds() / 1e9, now);
        text.Family("node_memory_working_set_bytes", "gauge", "Current working set of the node in bytes").Sample("node_memory_working_set_bytes", Machine.WorkingSetBytes(), now);
        text.Family("pod_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the pod in core-seconds");
        foreach (var pod in pods) text.Sample("pod_cpu_usage_seconds_total", pod.Sum(static c => c.Usage.CpuNanoseconds) / 1e9, pod.Max(static c => c.Usage.Time), Labels(pod.Key));
        text.Family("pod_memory_working_set_bytes", "gauge", "Current working set of the pod in bytes");
        foreach (var pod in pods) text.Sample("pod_memory_working_set_bytes", pod.Sum(static c => c.Usage.WorkingSetBytes), pod.Max(static c => c.Usage.Time), Labels(pod.Key));
        text.Family("resource_scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise").Sample("resource_scrape_error", 0);
        await WriteAsync(context, text);
    }

    private static (string Name, string Value)[] Labels(RuntimeContainer container) => [("container", container.Name), .. Labels(container.Pod)];

    private static (string Name, string Value)[] Labels(PodIdentity pod) => [("namespace", pod.Namespace), ("pod", pod.Name)];

    private static void WriteProcess(MetricText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.").Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory size in bytes.").Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Family("process_open_fds", "gauge", "Number of open file descriptors.").Sample("process_open_fds", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        text.Family("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.")
            .Sample("process_start_time_seconds", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1e3);
    }

    private static Task WriteAsync(HttpContext context, MetricText text)
    {
        context.Response.ContentType = MetricText.ContentType;
        return context.Response.WriteAsync(text.ToString());
    }
}

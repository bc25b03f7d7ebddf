using System.Diagnostics;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Figures for Prometheus, under kubelet's names: of the agent, and of what containers, pods and the machine use.</summary>
internal sealed class MetricsHandler(PodFleet fleet, IContainerRuntime runtime, FigureReader figures, NodeReporter node, AgentMetrics metrics, string nodeName)
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
        ClaimMetrics.Write(text, (await figures.ClaimsAsync(context.RequestAborted)).SelectMany(static claims => claims));
        WriteProcess(text);
        await WriteAsync(context, text);
    }

    /// <summary>/metrics/resource: what is used.</summary>
    public async Task ResourceAsync(HttpContext context)
    {
        var text = new MetricText();
        ResourceMetrics.Write(text, await figures.ReadAsync(FigureDepth.Containers, context.RequestAborted));
        await WriteAsync(context, text);
    }

    /// <summary>/metrics/cadvisor: what is used, in more detail.</summary>
    public async Task CadvisorAsync(HttpContext context)
    {
        var (text, found) = (new MetricText(), await figures.ReadAsync(FigureDepth.Files, context.RequestAborted));
        CadvisorMetrics.Write(text, CadvisorRows.Of(found, Machine.BootTime()), found.Time);
        MachineMetrics.Write(text, found.Machine, ProcessorLayout.Read(), node.Node.Status.NodeInfo);
        await WriteAsync(context, text);
    }

    /// <summary>/metrics/probes: how probes went.</summary>
    public Task ProbesAsync(HttpContext context)
    {
        var text = new MetricText();
        metrics.Probes.Write(text);
        WriteStart(text);
        return WriteAsync(context, text);
    }

    private static void WriteProcess(MetricText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.").Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory size in bytes.").Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Family("process_open_fds", "gauge", "Number of open file descriptors.").Sample("process_open_fds", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        WriteStart(text);
    }

    private static void WriteStart(MetricText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.")
            .Sample("process_start_time_seconds", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1e3);
    }

    private static Task WriteAsync(HttpContext context, MetricText text)
    {
        context.Response.ContentType = MetricText.ContentType;
        return context.Response.WriteAsync(text.ToString());
    }
}

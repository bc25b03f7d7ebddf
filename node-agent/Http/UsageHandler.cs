using System.Text.Json;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>The node's read-only views: its pods, and what they use.</summary>
internal sealed class UsageHandler(PodFleet fleet, IContainerRuntime runtime, NodeReporter node, AgentOptions options, TimeProvider time)
{
    public Task PodsAsync(HttpContext context) =>
        WriteAsync(context, new ObjectList<Pod> { ApiVersion = "v1", Kind = "PodList", Items = [.. fleet.Pods] });

    /// <summary>kubelet's summary: the part of it that Docker can tell.</summary>
    public async Task SummaryAsync(HttpContext context)
    {
        var usage = await MeasureAsync(runtime, context.RequestAborted);
        var (now, reading) = (time.GetUtcNow(), Machine.Read(options.DataFolder, await runtime.Images.FolderAsync(context.RequestAborted)));
        var disk = new { time = now, availableBytes = reading.DiskAvailable, capacityBytes = reading.DiskTotal, usedBytes = reading.DiskTotal - reading.DiskAvailable };
        await WriteAsync(context, new
        {
            node = new
            {
                nodeName = options.NodeName,
                startTime = node.Node.Metadata.CreationTimestamp,
                cpu = new { time = now, usageCoreNanoSeconds = Machine.ProcessorNanoseconds() },
                memory = new { time = now, availableBytes = reading.MemoryAvailable, workingSetBytes = Machine.WorkingSetBytes() },
                fs = disk,
                runtime = new { imageFs = disk },
                rlimit = new { time = now, maxpid = reading.PidsTotal, curproc = reading.PidsInUse },
            },
            pods = usage.GroupBy(u => u.Container.Pod).Select(p => new
            {
                podRef = new { name = p.Key.Name, @namespace = p.Key.Namespace, uid = p.Key.Uid },
                startTime = fleet.Find(p.Key.Namespace, p.Key.Name)?.Status.StartTime,
                containers = p.Select(c => new
                {
                    name = c.Container.Name,
                    startTime = c.Container.StartedAt,
                    cpu = new { time = c.Usage.Time, usageCoreNanoSeconds = c.Usage.CpuNanoseconds },
                    memory = new { time = c.Usage.Time, usageBytes = c.Usage.MemoryBytes, workingSetBytes = c.Usage.WorkingSetBytes },
                }),
                cpu = new { time = p.Max(c => c.Usage.Time), usageCoreNanoSeconds = p.Sum(c => c.Usage.CpuNanoseconds) },
                memory = new { time = p.Max(c => c.Usage.Time), usageBytes = p.Sum(c => c.Usage.MemoryBytes), workingSetBytes = p.Sum(c => c.Usage.WorkingSetBytes) },
                process_stats = new { process_count = p.Sum(c => c.Usage.Processes) },
            }),
        });
    }

    /// <summary>What each container uses that runs.</summary>
    internal static async Task<IReadOnlyList<(RuntimeContainer Container, ContainerUsage Usage)>> MeasureAsync(IContainerRuntime runtime, CancellationToken cancellationToken)
    {
        var running = (await runtime.ListAsync(null, cancellationToken)).Where(c => c is { IsSandbox: false, State: RuntimeState.Running });
        var measured = await Task.WhenAll(running.Select(async c => (Container: c, Usage: await runtime.Streams.UsageAsync(c.Id, cancellationToken))));
        return [.. measured.Where(m => m.Usage is not null).Select(m => (m.Container, m.Usage!))];
    }

    private static Task WriteAsync(HttpContext context, object value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, value.GetType(), KubeJson.Options, context.RequestAborted);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>The node's read-only views: its pods, and what they use.</summary>
internal sealed class UsageHandler(PodFleet fleet, IContainerRuntime runtime, NodeReporter node, string nodeName)
{
    public Task PodsAsync(HttpContext context) =>
        WriteAsync(context, new ObjectList<Pod> { ApiVersion = "v1", Kind = "PodList", Items = [.. fleet.Pods] });

    /// <summary>kubelet's summary: the part of it that Docker can tell.</summary>
    public async Task SummaryAsync(HttpContext context)
    {
        var usage = await MeasureAsync(context.RequestAborted);
        await WriteAsync(context, new
        {
            node = new
            {
                nodeName,
                startTime = node.Node.Metadata.CreationTimestamp,
                cpu = new { time = DateTimeOffset.UtcNow, usageCoreNanoSeconds = Machine.ProcessorNanoseconds() },
                memory = new { time = DateTimeOffset.UtcNow, workingSetBytes = Machine.WorkingSetBytes() },
            },
            pods = usage.GroupBy(u => u.Container.Pod).Select(p => new
            {
                podRef = new { name = p.Key.Name, @namespace = p.Key.Namespace, uid = p.Key.Uid },
                containers = p.Select(c => new
                {
                    name = c.Container.Name,
                    startTime = c.Container.StartedAt,
                    cpu = new { time = c.Usage.Time, usageCoreNanoSeconds = c.Usage.CpuNanoseconds },
                    memory = new { time = c.Usage.Time, usageBytes = c.Usage.MemoryBytes, workingSetBytes = c.Usage.WorkingSetBytes },
                }),
            }),
        });
    }

    /// <summary>The same as Prometheus reads it.</summary>
    public async Task MetricsAsync(HttpContext context)
    {
        var usage = await MeasureAsync(context.RequestAborted);
        var text = new StringBuilder();
        Family("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the container in core-seconds", u => u.CpuNanoseconds / 1e9);
        Family("container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes", u => u.WorkingSetBytes);
        context.Response.ContentType = "text/plain; version=0.0.4";
        await context.Response.WriteAsync(text.ToString());

        void Family(string name, string type, string help, Func<ContainerUsage, double> value)
        {
            text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
            foreach (var (container, measured) in usage)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{container=\"{container.Name}\",namespace=\"{container.Pod.Namespace}\",pod=\"{container.Pod.Name}\"}} {value(measured)} {measured.Time.ToUnixTimeMilliseconds()}\n");
        }
    }

    private async Task<IReadOnlyList<(RuntimeContainer Container, ContainerUsage Usage)>> MeasureAsync(CancellationToken cancellationToken)
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

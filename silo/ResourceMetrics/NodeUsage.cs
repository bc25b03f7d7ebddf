using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.ResourceMetrics;

namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>What a node and its pods used between two measurements.</summary>
/// <param name="Timestamp">When it was measured last.</param>
/// <param name="Window">The time between both.</param>
/// <param name="Node">The node as a whole; empty where the agent does not say.</param>
/// <param name="Pods">The containers of each pod, by the pod's uid. A container that started meanwhile is missing.</param>
internal sealed record NodeUsage(
    DateTimeOffset Timestamp, TimeSpan Window, IReadOnlyDictionary<string, Quantity> Node, IReadOnlyDictionary<string, IReadOnlyList<ContainerMetrics>> Pods)
{
    /// <summary>The window as Go writes it: <c>15.2s</c>.</summary>
    public string WindowText => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(Window.TotalSeconds, 3)}s");

    public static NodeUsage Between(NodeSummary before, DateTimeOffset at, NodeSummary after, DateTimeOffset now)
    {
        var earlier = before.Pods.SelectMany(static p => p.Containers.Select(c => (Key: (p.PodRef.Uid, c.Name, c.StartTime), c.Cpu))).ToDictionary(static c => c.Key, static c => c.Cpu);
        var pods = new Dictionary<string, IReadOnlyList<ContainerMetrics>>();
        foreach (var pod in after.Pods)
        {
            var containers = new List<ContainerMetrics>(pod.Containers.Count);
            foreach (var container in pod.Containers)
            {
                if (earlier.TryGetValue((pod.PodRef.Uid, container.Name, container.StartTime), out var cpu) && Usage(cpu, container.Cpu, container.Memory, now - at) is { } usage)
                    containers.Add(new ContainerMetrics { Name = container.Name, Usage = usage });
            }

            if (containers.Count > 0) pods[pod.PodRef.Uid] = containers;
        }

        var node = before.Node.Cpu is { } old && after.Node is { Cpu: { } cpuNow, Memory: { } memory } ? Usage(old, cpuNow, memory, now - at) : null;
        return new NodeUsage(now, now - at, node ?? EmptyMap<Quantity>.Value, pods);
    }

    private static Dictionary<string, Quantity>? Usage(NodeSummary.Processor before, NodeSummary.Processor after, NodeSummary.Working memory, TimeSpan window)
    {
        if (window <= TimeSpan.Zero) return null;
        var nanoCores = (long)(Math.Max(0, after.UsageCoreNanoSeconds - before.UsageCoreNanoSeconds) / window.TotalSeconds);
        return new Dictionary<string, Quantity>
        {
            [ResourceName.Cpu] = Quantity.Parse(string.Create(CultureInfo.InvariantCulture, $"{nanoCores}n")),
            [ResourceName.Memory] = Quantity.Of(memory.WorkingSetBytes / 1024 * 1024, QuantityFormat.BinarySI),
        };
    }
}

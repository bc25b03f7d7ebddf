using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>What autoscalers are told of pods: the same as clients of metrics.k8s.io.</summary>
internal sealed class PodUsageReader(UsageSource source) : IPodUsageSource
{
    public async Task<IReadOnlyDictionary<string, PodUsage>> MeasureAsync(IReadOnlyList<Pod> pods)
    {
        var nodes = pods.Where(static p => p.Spec.NodeName.Length > 0).GroupBy(static p => p.Spec.NodeName);
        var measured = await Task.WhenAll(nodes.Select(async group => (Pods: group, Usage: await source.OfAsync(group.Key, CancellationToken.None))));
        var usages = new Dictionary<string, PodUsage>();
        foreach (var (group, usage) in measured)
        {
            if (usage is null) continue;
            foreach (var pod in group)
                if (usage.Pods.TryGetValue(pod.Metadata.Uid, out var containers))
                    usages[pod.Metadata.Name] = new PodUsage(usage.Timestamp, usage.Window, containers.ToDictionary(static c => c.Name, static c => c.Usage));
        }

        return usages;
    }
}

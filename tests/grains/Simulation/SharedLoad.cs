using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains.Tests;

/// <summary>Work that the pods of an application share evenly, however many they are.</summary>
public sealed class SharedLoad(TimeProvider time) : IPodUsageSource
{
    /// <summary>What all pods of an application use together, in thousandths of a core.</summary>
    public const int Total = 200;

    public Task<IReadOnlyDictionary<string, PodUsage>> MeasureAsync(IReadOnlyList<Pod> pods)
    {
        var each = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse($"{Total * 1000 / Math.Max(1, pods.Count(PodFacts.IsActive))}u") };
        return Task.FromResult<IReadOnlyDictionary<string, PodUsage>>(pods.ToDictionary(
            static pod => pod.Metadata.Name,
            pod => new PodUsage(time.GetUtcNow(), TimeSpan.FromSeconds(10), pod.Spec.Containers.ToDictionary(static c => c.Name, IReadOnlyDictionary<string, Quantity> (_) => each))));
    }
}

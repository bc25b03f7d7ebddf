using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains.Autoscaling;

/// <summary>Nothing is measured.</summary>
public sealed class NoPodUsage : IPodUsageSource
{
    public Task<IReadOnlyDictionary<string, PodUsage>> MeasureAsync(IReadOnlyList<Pod> pods) =>
        Task.FromResult<IReadOnlyDictionary<string, PodUsage>>(new Dictionary<string, PodUsage>());
}

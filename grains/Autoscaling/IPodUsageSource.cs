using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains.Autoscaling;

/// <summary>Measures what pods use.</summary>
public interface IPodUsageSource
{
    /// <summary>What these pods use, by name; those that cannot be measured are left out.</summary>
    Task<IReadOnlyDictionary<string, PodUsage>> MeasureAsync(IReadOnlyList<Pod> pods);
}

using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What an autoscaler looks at.</summary>
/// <param name="Autoscaler">The autoscaler.</param>
/// <param name="Target">What it scales, or null where that cannot be found.</param>
/// <param name="NoTarget">Why it cannot be found.</param>
/// <param name="Pods">The pods of the target.</param>
/// <param name="Usage">What was measured, by the name of the pod.</param>
public sealed record AutoscalerView(
    HorizontalPodAutoscaler Autoscaler, ScaleTarget? Target, string NoTarget, IReadOnlyList<Pod> Pods, IReadOnlyDictionary<string, PodUsage> Usage)
{
    /// <summary>All autoscalers of the namespace whose targets select one of the pods, this one included, as namespace/name.</summary>
    public IReadOnlyList<string> Selecting { get; init; } = [];

    /// <summary>What other API servers say, metric by metric of the spec; null for those of which nobody was asked.</summary>
    public IReadOnlyList<MetricReading?> Readings { get; init; } = [];
}

/// <summary>The scale of what is scaled.</summary>
/// <param name="Replicas">How many pods it is told to have.</param>
/// <param name="Selector">Which pods are its own; empty when it does not say.</param>
/// <param name="Running">How many pods it has, by its status.</param>
public sealed record ScaleTarget(int Replicas, string Selector, int Running);

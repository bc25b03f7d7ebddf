using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What the containers of a pod use.</summary>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="Window">Over how long.</param>
/// <param name="Containers">Amounts by container and resource.</param>
public sealed record PodUsage(
    DateTimeOffset Timestamp, TimeSpan Window, IReadOnlyDictionary<string, IReadOnlyDictionary<string, Quantity>> Containers);

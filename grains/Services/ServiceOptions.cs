using Orleans.Kube.Controllers.Services;

namespace Orleans.Kube.Grains;

/// <summary>Settings of services.</summary>
public sealed record ServiceOptions
{
    /// <summary>How many endpoints a slice holds at most.</summary>
    public int SliceCapacity { get; init; } = SlicePlanner.Capacity;

    /// <summary>The least time between two writes of a service's endpoints, so that a rollout does not write them for every pod.</summary>
    public TimeSpan EndpointInterval { get; init; } = TimeSpan.FromMilliseconds(50);
}

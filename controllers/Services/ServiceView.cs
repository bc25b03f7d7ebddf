using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Controllers.Services;

/// <summary>What the planner of a service's endpoints looks at.</summary>
/// <param name="Service">The service.</param>
/// <param name="Pods">The pods that its selector selects.</param>
/// <param name="Slices">The slices that it controls.</param>
/// <param name="Endpoints">The Endpoints of the same name, or null.</param>
/// <param name="Zones">The zone of each node that is in one.</param>
public sealed record ServiceView(
    Service Service,
    IReadOnlyList<Pod> Pods,
    IReadOnlyList<EndpointSlice> Slices,
    Endpoints? Endpoints,
    IReadOnlyDictionary<string, string> Zones)
{
    /// <summary>The processors of each zone, see <see cref="TopologyHints.Processors"/>; looked at only where traffic is spread in proportion to them.</summary>
    public IReadOnlyDictionary<string, long>? Processors { get; init; }

    /// <summary>The nodes that pods name and that are not there.</summary>
    public IReadOnlySet<string> LostNodes { get; init; } = new HashSet<string>();

    /// <summary>When the earliest change happened that the endpoints do not show yet, if that is known.</summary>
    public DateTimeOffset? Trigger { get; init; }

    /// <summary>The zone for whose clients the endpoint of a pod is best, by the pod's uid.</summary>
    public IReadOnlyDictionary<string, string> HintZones { get; init; } = new Dictionary<string, string>();
}

using System.Net;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;
using IPAddress = System.Net.IPAddress;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Opens a ServiceCIDR for services, and lets it go when no address of a service would be left without a range
/// (k8s.io/kubernetes/pkg/controller/servicecidrs).
/// </summary>
public static class ServiceRangePlanner
{
    /// <summary>The ServiceCIDR of the configured range.</summary>
    public const string Default = "kubernetes";

    public const string Protection = "networking.k8s.io/service-cidr-finalizer";

    private const string Ready = "Ready";

    /// <summary>How long a range that is deleted stays: an address of it may just be on its way to a service.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Whether services get addresses from the range.</summary>
    public static bool IsReady(ServiceCIDR range) =>
        range.Metadata.DeletionTimestamp is null && range.Status.Conditions.Any(static c => c is { Type: Ready, Status: ConditionStatus.True });

    /// <param name="range">The range.</param>
    /// <param name="all">All ranges, this one too.</param>
    /// <param name="held">The addresses that services hold; looked at only when the range is deleted.</param>
    /// <param name="now">The time, for the status.</param>
    public static ServiceRangePlan Plan(ServiceCIDR range, IEnumerable<ServiceCIDR> all, IEnumerable<string> held, DateTimeOffset now)
    {
        if (range.Metadata.DeletionTimestamp is { } deleted) return End(range, deleted, all, held, now);
        if (!range.Metadata.Finalizers.Contains(Protection)) return new(range with { Metadata = range.Metadata.WithFinalizer(Protection) });
        return IsReady(range) ? new() : new(Status: With(range.Status, ConditionStatus.True, "", "Kubernetes Service CIDR is ready", now));
    }

    private static ServiceRangePlan End(ServiceCIDR range, DateTimeOffset deleted, IEnumerable<ServiceCIDR> all, IEnumerable<string> held, DateTimeOffset now)
    {
        if (!range.Metadata.Finalizers.Contains(Protection)) return new();
        IPNetwork[] others = [.. all.Where(r => r.Metadata.Name != range.Metadata.Name && r.Metadata.DeletionTimestamp is null).SelectMany(Networks)];
        if (!Networks(range).All(network => others.Any(other => Contains(other, network))) && held.Any(address => IsOnlyIn(range, others, address)))
        {
            return range.Status.Conditions.Any(static c => c is { Type: Ready, Status: ConditionStatus.False, Reason: "Terminating" })
                ? new()
                : new(Status: With(range.Status, ConditionStatus.False, "Terminating", "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR", now));
        }

        return now < deleted + Grace ? new(Due: deleted + Grace) : new(range with { Metadata = range.Metadata.WithoutFinalizer(Protection) });
    }

    private static IEnumerable<IPNetwork> Networks(ServiceCIDR range) => range.Spec.Cidrs.Select(Rules.Network).OfType<IPNetwork>();

    private static bool Contains(IPNetwork outer, IPNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);

    private static bool IsOnlyIn(ServiceCIDR range, IPNetwork[] others, string address) =>
        IPAddress.TryParse(address, out var parsed) && Networks(range).Any(network => network.Contains(parsed)) && !others.Any(other => other.Contains(parsed));

    private static ServiceCIDRStatus With(ServiceCIDRStatus status, string value, string reason, string message, DateTimeOffset now) => status with
    {
        Conditions =
        [
            .. status.Conditions.Where(static c => c.Type != Ready),
            new Condition { Type = Ready, Status = value, Reason = reason, Message = message, LastTransitionTime = now },
        ],
    };
}

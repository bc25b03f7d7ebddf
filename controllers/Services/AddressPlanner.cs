using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Shows who holds which address by an IPAddress for each cluster IP (k8s.io/kubernetes/pkg/registry/core/service/ipallocator).</summary>
public static class AddressPlanner
{
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string Manager = "ipallocator.k8s.io";

    /// <summary>What has to be written so that a service's addresses are shown, and no others as its own.</summary>
    /// <param name="key">The service.</param>
    /// <param name="service">The service, or null when it is gone.</param>
    /// <param name="find">The IPAddress of a name.</param>
    /// <param name="all">All IPAddresses; looked at only for a service that has no address any more.</param>
    public static IEnumerable<ObjectWrite> Plan(ObjectKey key, Service? service, Func<string, IPAddress?> find, IEnumerable<IPAddress> all)
    {
        string[] held = service is null ? [] : [.. service.Spec.ClusterIPs.Where(static a => a.Length > 0 && a != ServiceFacts.None)];
        if (held.Length == 0)
            return service?.Spec.ClusterIPs.Count > 0 ? [] : all.Where(a => ServiceOf(a) == key).Select(static a => ObjectDeletion.Of(Resources.IPAddresses, a));
        return held.Where(address => find(address) is null).Select(address => ObjectCreation.Of(Resources.IPAddresses, Of(key, address)));
    }

    /// <summary>The service that has an address, or null when something else does.</summary>
    public static ObjectKey? ServiceOf(IPAddress address) =>
        address.Spec.ParentRef is { Group: "", Resource: "services" } parent ? new ObjectKey(Resources.Services, parent.Namespace, parent.Name) : null;

    /// <summary>Whether the control plane gave an address, by its labels.</summary>
    public static bool IsAllocated(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue(ManagedByLabel, out var manager) && manager == Manager;

    private static IPAddress Of(ObjectKey service, string address) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "IPAddress",
        Metadata = new()
        {
            Name = address,
            Labels = new Dictionary<string, string> { ["ipaddress.kubernetes.io/ip-family"] = address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4", [ManagedByLabel] = Manager },
        },
        Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = service.Namespace, Name = service.Name } },
    };
}

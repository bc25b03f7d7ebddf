using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Shows who holds which address by an IPAddress for each cluster IP (k8s.io/kubernetes/pkg/registry/core/service/ipallocator).</summary>
public static class AddressPlanner
{
    /// <summary>What has to be written so that a service's addresses are shown, and no others as its own.</summary>
    /// <param name="key">The service.</param>
    /// <param name="service">The service, or null when it is gone.</param>
    /// <param name="find">The IPAddress of a name.</param>
    /// <param name="all">All IPAddresses; looked at only for a service that has no address any more.</param>
    public static IEnumerable<ObjectWrite> Plan(ObjectKey key, Service? service, Func<string, IPAddress?> find, IEnumerable<IPAddress> all)
    {
        string[] held = service is null ? [] : [.. service.Spec.ClusterIPs.Where(static a => a.Length > 0 && a != ServiceFacts.None)];
        if (held.Length == 0)
            return service?.Spec.ClusterIPs.Count > 0 ? [] : all.Where(a => IsOf(a, key)).Select(static a => ObjectDeletion.Of(Resources.IPAddresses, a));
        return held.Where(address => find(address) is null).Select(address => ObjectCreation.Of(Resources.IPAddresses, Of(key, address)));
    }

    private static bool IsOf(IPAddress address, ObjectKey service) =>
        address.Spec.ParentRef is { Group: "", Resource: "services" } parent && parent.Namespace == service.Namespace && parent.Name == service.Name;

    private static IPAddress Of(ObjectKey service, string address) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "IPAddress",
        Metadata = new()
        {
            Name = address,
            Labels = new Dictionary<string, string> { ["ipaddress.kubernetes.io/ip-family"] = address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4", ["ipaddress.kubernetes.io/managed-by"] = "ipallocator.k8s.io" },
        },
        Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = service.Namespace, Name = service.Name } },
    };
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Shows who holds which address by an IPAddress for each cluster IP (k8s.io/kubernetes/pkg/registry/core/service/ipallocator).</summary>
public static class AddressPlanner
{
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string Manager = "ipallocator.k8s.io";

    /// <summary>
    /// What has to be written so that a service's addresses are shown, and no others as its own. One that is shown as another service's which does not have it
    /// any more is shown anew; what is something else's than a service's is left alone.
    /// </summary>
    /// <param name="key">The service.</param>
    /// <param name="service">The service, or null when it is gone.</param>
    /// <param name="find">The IPAddress of a name.</param>
    /// <param name="other">The service of a key.</param>
    /// <param name="shown">The IPAddresses that name the service; none where those that it had before were removed already.</param>
    public static IEnumerable<ObjectWrite> Plan(ObjectKey key, Service? service, Func<string, IPAddress?> find, Func<ObjectKey, Service?> other, IEnumerable<IPAddress> shown)
    {
        string[] held = service is null ? [] : [.. Held(service)];
        foreach (var address in shown.Where(a => ServiceOf(a) == key && !held.Contains(a.Metadata.Name))) yield return ObjectDeletion.Of(Resources.IPAddresses, address);
        foreach (var address in held)
        {
            var known = find(address);
            if (known is not null)
            {
                if (ServiceOf(known) is not { } owner || owner == key || other(owner) is { } holder && Held(holder).Contains(address)) continue;
                yield return ObjectDeletion.Of(Resources.IPAddresses, known);
            }

            yield return ObjectCreation.Of(Resources.IPAddresses, Of(key, address));
        }
    }

    /// <summary>That somebody took away what showed an address, so that it is shown anew.</summary>
    public static PlannedEvent Repaired(string address) =>
        PlannedEvent.Warning("ClusterIPNotAllocated", $"Cluster IP [{AddressFamilies.TypeOf(address)}]: {address} is not allocated; repairing") with
        {
            Component = "ipallocator-repair-controller",
        };

    /// <summary>The service that has an address, or null when something else does.</summary>
    public static ObjectKey? ServiceOf(IPAddress address) =>
        address.Spec.ParentRef is { Group: "", Resource: "services" } parent ? new ObjectKey(Resources.Services, parent.Namespace, parent.Name) : null;

    /// <summary>Whether the control plane gave an address, by its labels.</summary>
    public static bool IsAllocated(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue(ManagedByLabel, out var manager) && manager == Manager;

    private static IEnumerable<string> Held(Service service) => service.Spec.ClusterIPs.Where(static a => a.Length > 0 && a != ServiceFacts.None);

    private static IPAddress Of(ObjectKey service, string address) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "IPAddress",
        Metadata = new()
        {
            Name = address,
            Labels = new Dictionary<string, string> { ["ipaddress.kubernetes.io/ip-family"] = AddressFamilies.TypeOf(address), [ManagedByLabel] = Manager },
        },
        Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = service.Namespace, Name = service.Name } },
    };
}

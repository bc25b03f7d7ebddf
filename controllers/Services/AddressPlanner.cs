using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Shows who holds which address by an IPAddress for each cluster IP (k8s.io/kubernetes/pkg/registry/core/service/ipallocator).</summary>
public static class AddressPlanner
{
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string FamilyLabel = "ipaddress.kubernetes.io/ip-family";
    private const string Manager = "ipallocator.k8s.io";
    private const string Repairer = "ipallocator-repair-controller";

    /// <summary>How long an address may be shown before its service is there.</summary>
    public static readonly TimeSpan Leaks = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What has to be written so that a service's addresses are shown, and no others as its own. One that is shown as something else's, or as another service's
    /// which does not have it, is shown anew, and so is one that is not labelled as it should be.
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
                var isOwn = ServiceOf(known) == key;
                if (isOwn && IsLabelled(known) || !isOwn && ServiceOf(known) is { } owner && other(owner) is { } holder && Held(holder).Contains(address)) continue;
                yield return ObjectDeletion.Of(Resources.IPAddresses, known) with { Event = isOwn ? null : Misshown(key, address) };
            }

            yield return ObjectCreation.Of(Resources.IPAddresses, Of(key, address));
        }
    }

    /// <summary>That somebody took away what showed an address, so that it is shown anew.</summary>
    public static PlannedEvent Repaired(string address) =>
        PlannedEvent.Warning("ClusterIPNotAllocated", $"Cluster IP [{AddressFamilies.TypeOf(address)}]: {address} is not allocated; repairing") with
        {
            Component = Repairer,
        };

    /// <summary>That an address was shown as something else's.</summary>
    private static PlannedEvent Misshown(ObjectKey service, string address) => PlannedEvent.Warning("ClusterIPNotAllocated",
        $"the ClusterIP [{AddressFamilies.TypeOf(address)}]: {address} for Service {service.Namespace}/{service.Name} has a wrong reference; repairing") with
    {
        Component = Repairer,
    };

    /// <summary>Whether a service has an address.</summary>
    public static bool Has(Service service, string address) => Held(service).Contains(address);

    /// <summary>
    /// Why an address that the control plane gave has to go: it is shown as that of a service that does not have it, or of something else. Null where all is
    /// well; one whose service is not there may be that of a service yet to be stored, until <see cref="Leaks"/> is over.
    /// </summary>
    public static PlannedEvent? Stray(IPAddress address, Func<ObjectKey, Service?> find, DateTimeOffset now)
    {
        var name = address.Metadata.Name;
        if (!IsAllocated(address.Metadata.Labels)) return null;
        if (ServiceOf(address) is not { } key)
            return Told("IPAddressNotAllocated", $"IPAddress {name} appears to have been modified, not referencing a Service {Text(address.Spec.ParentRef)}: cleaning up");
        if (find(key) is not { } service)
        {
            return now - address.Metadata.CreationTimestamp > Leaks
                ? Told("IPAddressNotAllocated", $"IPAddress: {name} for Service {key.Namespace}/{key.Name} appears to have leaked: cleaning up") : null;
        }

        return Has(service, name) ? null : Told("IPAddressWrongReference", $"IPAddress: {name} for Service {key.Namespace}/{key.Name} has a wrong reference; cleaning up");

        static PlannedEvent Told(string reason, string message) => PlannedEvent.Warning(reason, message) with { Component = Repairer };
    }

    /// <summary>The service that has an address, or null when something else does.</summary>
    public static ObjectKey? ServiceOf(IPAddress address) =>
        address.Spec.ParentRef is { Group: "", Resource: "services" } parent ? new ObjectKey(Resources.Services, parent.Namespace, parent.Name) : null;

    /// <summary>Whether the control plane gave an address, by its labels.</summary>
    public static bool IsAllocated(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue(ManagedByLabel, out var manager) && manager == Manager;

    private static bool IsLabelled(IPAddress address) =>
        IsAllocated(address.Metadata.Labels) && address.Metadata.Labels.GetValueOrDefault(FamilyLabel) == AddressFamilies.TypeOf(address.Metadata.Name);

    /// <summary>As Go prints it.</summary>
    private static string Text(ParentReference? parent) =>
        parent is null ? "nil" : $"&ParentReference{{Group:{parent.Group},Resource:{parent.Resource},Namespace:{parent.Namespace},Name:{parent.Name},}}";

    private static IEnumerable<string> Held(Service service) => service.Spec.ClusterIPs.Where(static a => a.Length > 0 && a != ServiceFacts.None);

    private static IPAddress Of(ObjectKey service, string address) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "IPAddress",
        Metadata = new()
        {
            Name = address,
            Labels = new Dictionary<string, string> { [FamilyLabel] = AddressFamilies.TypeOf(address), [ManagedByLabel] = Manager },
        },
        Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = service.Namespace, Name = service.Name } },
    };
}

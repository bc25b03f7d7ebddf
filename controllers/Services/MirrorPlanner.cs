using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Mirrors Endpoints that somebody wrote for a service without a selector into slices, which is what proxies and DNS read (Kubernetes'
/// endpointslicemirroring controller). The slices belong to the Endpoints and go with them.
/// </summary>
public static class MirrorPlanner
{
    /// <summary>How many addresses of a subset are mirrored, and the most that a mirrored slice holds.</summary>
    public const int Capacity = 1000;

    private const string Manager = "endpointslicemirroring-controller.k8s.io";
    private const string SkipLabel = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
    private const string AppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The writes that bring the slices in line; none when they are.</summary>
    /// <param name="service">The service that the Endpoints have the name of.</param>
    /// <param name="endpoints">The Endpoints.</param>
    /// <param name="slices">The slices that the Endpoints control.</param>
    /// <param name="ids">The names of new slices.</param>
    public static IReadOnlyList<ObjectWrite> Plan(Service service, Endpoints endpoints, IReadOnlyList<EndpointSlice> slices, IIdSource ids)
    {
        var mirrored = slices.Where(static s => s.Metadata.Labels.GetValueOrDefault(ServiceFacts.SliceManagedByLabel) == Manager).ToList();
        var groups = IsMirrored(service, endpoints) ? Groups(endpoints) : [];
        return new SliceSet(mirrored, Metadata(endpoints), OwnsAnnotations: true, Capacity).Plan(groups, null, ids);
    }

    /// <summary>That addresses are not mirrored, because they are none or because there are more of them in a subset than are mirrored.</summary>
    public static IReadOnlyList<PlannedEvent> Skipped(Service service, Endpoints endpoints)
    {
        if (!IsMirrored(service, endpoints)) return [];
        var subsets = EndpointSubsets.Repack(endpoints.Subsets);
        var invalid = subsets.Sum(static subset => Addresses(subset).Count(static a => !IsValid(a)));
        var skipped = subsets.Sum(static subset => Addresses(subset).Count() - Math.Min(Capacity, Addresses(subset).Count(IsValid)));
        var events = new List<PlannedEvent>();
        if (invalid > 0) events.Add(Told("InvalidIPAddress", $"Skipped {invalid} invalid IP addresses when mirroring to EndpointSlices"));
        var most = $"A max of {Capacity} addresses can be mirrored to EndpointSlices per Endpoints subset.";
        if (skipped > invalid) events.Add(Told("TooManyAddressesToMirror", $"{most} {skipped} addresses were skipped"));
        return events;

        PlannedEvent Told(string reason, string message) => PlannedEvent.Warning(reason, message) with
        {
            Component = "endpoint-slice-mirroring-controller", Regarding = new(Resources.Endpoints, endpoints.Metadata.Namespace, endpoints.Metadata.Name),
        };
    }

    private static bool IsMirrored(Service service, Endpoints endpoints) =>
        service.Spec.Selector.Count == 0
        && endpoints.Metadata.Labels.GetValueOrDefault(SkipLabel) != "true"
        && !endpoints.Metadata.Annotations.ContainsKey(LeaderAnnotation);

    private static Dictionary<string, SliceGroup> Groups(Endpoints endpoints) => EndpointSubsets.Repack(endpoints.Subsets).SelectMany(Groups)
        .GroupBy(static g => g.Key).ToDictionary(static same => same.Key, static same => same.First() with { Endpoints = [.. same.SelectMany(static g => g.Endpoints)] });

    private static IEnumerable<SliceGroup> Groups(EndpointSubset subset)
    {
        IReadOnlyList<EndpointPort> ports = [.. subset.Ports.Select(static p => new EndpointPort { Name = p.Name, Protocol = p.Protocol, Port = p.Port, AppProtocol = p.AppProtocol })];
        return Addresses(subset).Where(IsValid).Take(Capacity)
            .Select(a => new SliceGroup(AddressFamilies.TypeOf(Plain(a.Address.Ip)), ports, [Of(a.Address, a.IsReady)]));
    }

    private static IEnumerable<(EndpointAddress Address, bool IsReady)> Addresses(EndpointSubset subset) =>
        subset.Addresses.Select(static a => (a, true)).Concat(subset.NotReadyAddresses.Select(static a => (a, false)));

    private static bool IsValid((EndpointAddress Address, bool IsReady) address) => IpText.TryParse(address.Address.Ip, out _);

    /// <summary>An address as it is written plainly; one of IPv4 in the form of IPv6 is one of IPv4.</summary>
    private static string Plain(string ip) => IpText.TryParse(ip, out var address) && address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : IpText.Canonical(ip);

    private static Endpoint Of(EndpointAddress address, bool isReady) => new()
    {
        Addresses = [Plain(address.Ip)],
        Conditions = new EndpointConditions { Ready = isReady },
        Hostname = address.Hostname.Length > 0 ? address.Hostname : null,
        NodeName = address.NodeName,
        TargetRef = address.TargetRef,
    };

    private static ObjectMeta Metadata(Endpoints endpoints) => new()
    {
        GenerateName = endpoints.Metadata.Name + "-",
        Namespace = endpoints.Metadata.Namespace,
        Labels = endpoints.Metadata.Labels
            .With(ServiceFacts.ServiceNameLabel, endpoints.Metadata.Name).With(ServiceFacts.SliceManagedByLabel, Manager),
        Annotations = endpoints.Metadata.Annotations.Without(TriggerTimes.Annotation).Without(AppliedAnnotation),
        OwnerReferences = [endpoints.ControllerReference()],
    };
}

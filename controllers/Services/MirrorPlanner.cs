using System.Net;
using System.Net.Sockets;
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

    /// <summary>That a subset has more addresses than are mirrored; null where none has.</summary>
    public static PlannedEvent? Skipped(Service service, Endpoints endpoints)
    {
        if (!IsMirrored(service, endpoints)) return null;
        var skipped = endpoints.Subsets.Sum(static subset => Math.Max(0, subset.Addresses.Count + subset.NotReadyAddresses.Count - Capacity));
        return skipped == 0 ? null : PlannedEvent.Warning("TooManyAddressesToMirror",
            $"A max of {Capacity} addresses can be mirrored to EndpointSlices per Endpoints subset. {skipped} addresses were skipped") with
        {
            Component = "endpoint-slice-mirroring-controller", Regarding = new(Resources.Endpoints, endpoints.Metadata.Namespace, endpoints.Metadata.Name),
        };
    }

    private static bool IsMirrored(Service service, Endpoints endpoints) =>
        service.Spec.Selector.Count == 0
        && endpoints.Metadata.Labels.GetValueOrDefault(SkipLabel) != "true"
        && !endpoints.Metadata.Annotations.ContainsKey(LeaderAnnotation);

    private static Dictionary<string, SliceGroup> Groups(Endpoints endpoints) => endpoints.Subsets.SelectMany(Groups)
        .GroupBy(static g => g.Key).ToDictionary(static same => same.Key, static same => same.First() with { Endpoints = [.. same.SelectMany(static g => g.Endpoints)] });

    private static IEnumerable<SliceGroup> Groups(EndpointSubset subset)
    {
        IReadOnlyList<EndpointPort> ports = [.. subset.Ports.Select(static p => new EndpointPort { Name = p.Name, Protocol = p.Protocol, Port = p.Port, AppProtocol = p.AppProtocol })];
        return subset.Addresses.Select(static a => (Address: a, IsReady: true)).Concat(subset.NotReadyAddresses.Select(static a => (Address: a, IsReady: false)))
            .Take(Capacity).Where(static a => IpText.TryParse(a.Address.Ip, out _))
            .Select(a => new SliceGroup(TypeOf(a.Address.Ip), ports, [Of(a.Address, a.IsReady)]));
    }

    private static string TypeOf(string ip) => ip.Contains(':') ? AddressType.IPv6 : AddressType.IPv4;

    private static Endpoint Of(EndpointAddress address, bool isReady) => new()
    {
        Addresses = [address.Ip],
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

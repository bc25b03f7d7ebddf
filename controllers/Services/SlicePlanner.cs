using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Keeps the EndpointSlices of a service in line with its pods. A service without endpoints keeps one empty slice.</summary>
public static class SlicePlanner
{
    /// <summary>Kubernetes' default for the size of a slice.</summary>
    public const int Capacity = 100;

    private const string AddressType = "IPv4";

    /// <summary>The writes that bring the slices in line; none when they are.</summary>
    public static IReadOnlyList<ObjectWrite> Plan(ServiceView view, IIdSource ids, int capacity = Capacity)
    {
        var groups = view.Pods.Where(PodEndpoints.HasEndpoint).OrderBy(static p => p.Metadata.Name, StringComparer.Ordinal)
            .GroupBy(pod => PortKey(Ports(view.Service, pod)))
            .ToDictionary(static g => g.Key, static g => g.ToList());
        var slices = view.Slices.OrderBy(static s => s.Metadata.CreationTimestamp).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal)
            .GroupBy(static slice => PortKey(slice.Ports)).ToDictionary(static g => g.Key, static g => g.ToList());

        var writes = new List<ObjectWrite>();
        var spare = new List<EndpointSlice>();
        foreach (var (ports, pods) in groups)
            PlanGroup(view, pods, slices.GetValueOrDefault(ports, []), spare, writes, ids, capacity);
        foreach (var (ports, unused) in slices)
            if (!groups.ContainsKey(ports)) spare.AddRange(unused);
        if (groups.Count == 0) Placeholder(view, spare, writes, ids);
        writes.AddRange(spare.Select(static slice => ObjectDeletion.Of(Resources.EndpointSlices, slice)));
        return writes;
    }

    private static void PlanGroup(
        ServiceView view, List<Pod> pods, List<EndpointSlice> slices, List<EndpointSlice> spare, List<ObjectWrite> writes, IIdSource ids, int capacity)
    {
        var packed = SlicePacking.Pack([.. slices.Select(static s => s.Endpoints)], [.. pods.Select(pod => PodEndpoints.Of(view, pod))], capacity);
        var ports = Ports(view.Service, pods[0]);
        for (var i = 0; i < packed.Count; i++)
        {
            if (i >= slices.Count) writes.Add(Create(view.Service, ports, packed[i], ids));
            else if (packed[i].Count == 0) spare.Add(slices[i]);
            else Update(view.Service, slices[i], packed[i], writes);
        }
    }

    private static void Placeholder(ServiceView view, List<EndpointSlice> spare, List<ObjectWrite> writes, IIdSource ids)
    {
        if (spare.FirstOrDefault(static slice => slice.Ports.Count == 0) is not { } known) writes.Add(Create(view.Service, [], [], ids));
        else if (spare.Remove(known)) Update(view.Service, known, [], writes);
    }

    private static void Update(Service service, EndpointSlice slice, IReadOnlyList<Endpoint> endpoints, List<ObjectWrite> writes)
    {
        var updated = slice with { Endpoints = endpoints, Metadata = slice.Metadata with { Labels = Labels(service) } };
        if (!RecordEquality.Same(slice.Endpoints, endpoints) || !SameLabels(slice.Metadata.Labels, updated.Metadata.Labels))
            writes.Add(ObjectReplacement.Of(Resources.EndpointSlices, updated));
    }

    private static bool SameLabels(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.Contains(right);

    private static ObjectCreation Create(Service service, IReadOnlyList<EndpointPort> ports, IReadOnlyList<Endpoint> endpoints, IIdSource ids)
    {
        var prefix = service.Metadata.Name + "-";
        return ObjectCreation.Of(Resources.EndpointSlices, new EndpointSlice
        {
            ApiVersion = "discovery.k8s.io/v1",
            Kind = "EndpointSlice",
            Metadata = new ObjectMeta
            {
                GenerateName = prefix,
                Name = PodTemplates.Generate(prefix, ids),
                Namespace = service.Metadata.Namespace,
                Labels = Labels(service),
                OwnerReferences = [service.ControllerReference()],
            },
            AddressType = AddressType,
            Endpoints = endpoints,
            Ports = ports,
        });
    }

    private static IReadOnlyDictionary<string, string> Labels(Service service)
    {
        var labels = service.Metadata.Labels.With(ServiceFacts.ServiceNameLabel, service.Metadata.Name)
            .With(ServiceFacts.SliceManagedByLabel, ServiceFacts.SliceManager);
        return service.IsHeadless() ? labels.With(ServiceFacts.HeadlessLabel, "") : labels.Without(ServiceFacts.HeadlessLabel);
    }

    private static IReadOnlyList<EndpointPort> Ports(Service service, Pod pod) =>
        [.. PodPort.Of(service, pod).Select(static p => new EndpointPort { Name = p.Name, Protocol = p.Protocol, Port = p.Port, AppProtocol = p.AppProtocol })];

    private static string PortKey(IReadOnlyList<EndpointPort> ports) =>
        string.Join(';', ports.Select(static p => $"{p.Name}/{p.Protocol}/{p.Port}/{p.AppProtocol}").Order(StringComparer.Ordinal));
}

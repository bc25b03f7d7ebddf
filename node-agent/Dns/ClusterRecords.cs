using System.Net;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Validation;
using SliceEndpoint = Orleans.Kube.Model.Discovery.Endpoint;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Services and their ready endpoints, arranged for look-ups. Immutable; a function of the two collections.</summary>
public sealed class ClusterRecords
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    private readonly Dictionary<(string Namespace, string Name), Service> _services = [];
    private readonly Dictionary<(string Namespace, string Name), List<ServiceEndpoint>> _endpoints = [];
    private readonly Dictionary<IPAddress, Service> _byAddress = [];
    private readonly Dictionary<IPAddress, List<(string Endpoint, string Service, string Namespace)>> _byEndpoint = [];
    private readonly HashSet<string> _namespaces = [];

    public ClusterRecords(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices)
    {
        foreach (var service in services) Add(service);
        foreach (var slice in slices) Add(slice);
    }

    public static ClusterRecords Empty { get; } = new([], []);

    public Service? Find(string @namespace, string name) => _services.GetValueOrDefault((@namespace, name));

    public IReadOnlyList<ServiceEndpoint> Endpoints(Service service) => _endpoints.GetValueOrDefault((service.Metadata.Namespace, service.Metadata.Name)) ?? [];

    /// <summary>The service that has a cluster address.</summary>
    public Service? Find(IPAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The endpoints that have an address: their name, their service's, and its namespace.</summary>
    public IReadOnlyList<(string Endpoint, string Service, string Namespace)> EndpointsAt(IPAddress address) => _byEndpoint.GetValueOrDefault(address) ?? [];

    /// <summary>Whether there is any service in a namespace.</summary>
    public bool HasNamespace(string @namespace) => _namespaces.Contains(@namespace);

    /// <summary>The addresses of a service in the cluster; none for a headless one.</summary>
    public static IEnumerable<IPAddress> Addresses(Service service) =>
        (service.Spec.ClusterIPs.Count > 0 ? service.Spec.ClusterIPs : [service.Spec.ClusterIP])
            .Select(text => IpText.TryParse(text, out var address) ? address : null).OfType<IPAddress>();

    private void Add(Service service)
    {
        _services[(service.Metadata.Namespace, service.Metadata.Name)] = service;
        _namespaces.Add(service.Metadata.Namespace);
        foreach (var address in Addresses(service)) _byAddress.TryAdd(address, service);
    }

    private void Add(EndpointSlice slice)
    {
        if (!slice.Metadata.Labels.TryGetValue(ServiceLabel, out var service)) return;
        var key = (slice.Metadata.Namespace, service);
        List<NamedPort> ports = [.. slice.Ports.Where(p => p.Port is not null).Select(p => new NamedPort((p.Name ?? "").ToLowerInvariant(), (p.Protocol ?? "TCP").ToLowerInvariant(), (ushort)p.Port!))];
        foreach (var endpoint in slice.Endpoints.Where(e => e.Conditions.Ready != false))
            foreach (var text in endpoint.Addresses)
                if (IpText.TryParse(text, out var address)) Add(key, new ServiceEndpoint(NameOf(endpoint, address), address, ports));
    }

    private void Add((string Namespace, string Name) key, ServiceEndpoint endpoint)
    {
        if (!_endpoints.TryGetValue(key, out var endpoints)) _endpoints[key] = endpoints = [];
        endpoints.Add(endpoint);
        if (!_byEndpoint.TryGetValue(endpoint.Address, out var owners)) _byEndpoint[endpoint.Address] = owners = [];
        if (!owners.Contains((endpoint.Name, key.Name, key.Namespace))) owners.Add((endpoint.Name, key.Name, key.Namespace));
    }

    private static string NameOf(SliceEndpoint endpoint, IPAddress address) =>
        endpoint.Hostname is { Length: > 0 } hostname ? hostname.ToLowerInvariant() : address.ToString().Replace('.', '-').Replace(':', '-');
}

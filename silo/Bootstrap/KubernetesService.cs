using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Endpoint = Orleans.Kube.Model.Discovery.Endpoint;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The service through which pods reach the API server, and where it leads.</summary>
internal sealed record KubernetesService(IPAddress ServiceAddress, IReadOnlyList<IPAddress> ServerAddresses, int ServerPort)
{
    private const string Name = "kubernetes";
    private const string Namespace = "default";
    private const int ServicePort = 443;

    private static readonly ObjectKey EndpointsKey = new(Resources.Endpoints, Namespace, Name);
    private static readonly ObjectKey SliceKey = new(Resources.EndpointSlices, Namespace, Name);

    /// <summary>Whether the service leads there already.</summary>
    public bool LeadsThere(IClusterView view) =>
        view.Find(SliceKey)?.As<EndpointSlice>() is { Ports: [{ } port] } slice && IsThere(port.Port, slice.Endpoints.SelectMany(static e => e.Addresses)) &&
        view.Find(EndpointsKey)?.As<Endpoints>() is { Subsets: [{ Ports: [{ } known] } subset] } && IsThere(known.Port, subset.Addresses.Select(static a => a.Ip));

    private bool IsThere(int? port, IEnumerable<string> addresses) => port == ServerPort && addresses.SequenceEqual(ServerAddresses.Select(static a => a.ToString()));

    public KubeObject Service() => new Service
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = new ObjectMeta
        {
            Name = Name, Namespace = Namespace,
            Labels = new Dictionary<string, string> { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        Spec = new ServiceSpec
        {
            Type = "ClusterIP",
            ClusterIP = ServiceAddress.ToString(),
            ClusterIPs = [ServiceAddress.ToString()],
            Ports = [new ServicePort { Name = "https", Protocol = "TCP", Port = ServicePort, TargetPort = ServerPort }],
        },
    };

    public KubeObject Endpoints() => new Endpoints
    {
        ApiVersion = "v1",
        Kind = "Endpoints",
        Metadata = new ObjectMeta
        {
            Name = Name, Namespace = Namespace,
            Labels = new Dictionary<string, string> { ["endpointslice.kubernetes.io/skip-mirror"] = "true" },
        },
        Subsets =
        [
            new EndpointSubset
            {
                Addresses = [.. ServerAddresses.Select(static a => new EndpointAddress { Ip = a.ToString() })],
                Ports = [new Model.Core.EndpointPort { Name = "https", Port = ServerPort, Protocol = "TCP" }],
            },
        ],
    };

    public KubeObject EndpointSlice() => new EndpointSlice
    {
        ApiVersion = "discovery.k8s.io/v1",
        Kind = "EndpointSlice",
        Metadata = new ObjectMeta
        {
            Name = Name, Namespace = Namespace,
            Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = Name },
        },
        AddressType = ServerAddresses[0].AddressFamily == AddressFamily.InterNetworkV6 ? AddressType.IPv6 : AddressType.IPv4,
        Endpoints = [.. ServerAddresses.Select(static a => new Endpoint { Addresses = [a.ToString()], Conditions = new EndpointConditions { Ready = true } })],
        Ports = [new EndpointPort { Name = "https", Protocol = "TCP", Port = ServerPort }],
    };
}

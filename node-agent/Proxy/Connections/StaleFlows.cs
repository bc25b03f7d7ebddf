using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>
/// Flows to services that lead to an endpoint which the service no longer has, or to none though it has some now. Connections end with their endpoint; datagrams would
/// go there as long as the client keeps sending (k8s.io/kubernetes/pkg/proxy/conntrack). Pure.
/// </summary>
public static class StaleFlows
{
    public static IEnumerable<UdpFlow> Find(IEnumerable<UdpFlow> flows, IReadOnlyDictionary<ServiceFront, IReadOnlySet<IPEndPoint>> fronts) => flows.Where(flow =>
        (fronts.TryGetValue(new ServiceFront(flow.Destination.Address, flow.Destination.Port), out var endpoints) || fronts.TryGetValue(new ServiceFront(null, flow.Destination.Port), out endpoints))
        && !endpoints.Contains(flow.Answers));
}

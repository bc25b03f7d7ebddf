using System.Net.Sockets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Streaming;
using Orleans.Kube.Silo.Streaming.Proxy;

namespace Orleans.Kube.Silo.Admission;

/// <summary>Opens connections to services of the cluster. Pods are reached through their nodes, which dial out: the silo need not be in their network.</summary>
public sealed class ServiceDialer(IClusterState cluster, ServiceEndpoints endpoints, NodeSockets nodes)
{
    private static readonly GroupResource Services = new("", "services");
    private static readonly GroupResource Pods = new("", "pods");

    /// <exception cref="StatusException">There is no such service, or no pod of it is ready.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public async Task<Stream> DialAsync(string @namespace, string name, int port, CancellationToken cancellationToken)
    {
        var view = cluster.Current;
        if (view.Find(new ObjectKey(Services, @namespace, name))?.As<Service>().Spec is { Type: ServiceType.ExternalName } external) return await ConnectAsync(external.ExternalName, port, cancellationToken);
        var (pod, address, podPort) = endpoints.Choose(view, @namespace, name, port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (pod.Length == 0) return await ConnectAsync(address, podPort, cancellationToken);
        var node = view.Find(new ObjectKey(Pods, @namespace, pod))?.As<Pod>().Spec.NodeName ?? throw Failures.ServiceUnavailable($"no endpoints available for service \"{name}\"");
        return new PodStream(await nodes.ConnectAsync(node, $"/portForward/{@namespace}/{pod}?ports={podPort}", cancellationToken));
    }

    private static async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

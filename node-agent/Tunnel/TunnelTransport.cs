using System.Net;
using Microsoft.AspNetCore.Connections;
using Orleans.Kube.Client;

namespace Orleans.Kube.NodeAgent.Tunnel;

/// <summary>The transport by which the agent's HTTP server is reached through the API server.</summary>
internal sealed class TunnelTransport(KubeClient client, AgentOptions options, ILogger<TunnelTransport> logger) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is TunnelEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(new TunnelListener(client, options.NodeName, options.IdleTunnels, endpoint, logger));
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Streaming;

/// <summary><c>GET /apis/node.orleans-kube.io/v1/nodes/NAME/tunnel</c>: a node's agent opens a connection on which it will answer requests.</summary>
public sealed class TunnelHandler(NodeTunnels tunnels) : ISubresourceHandler, IActiveSiloHandler
{
    /// <summary>The group of what agents and the control plane say to each other beyond Kubernetes' API.</summary>
    public const string Group = "node.orleans-kube.io";

    public static readonly GroupResource Nodes = new(Group, "nodes");

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(Nodes, "tunnel")];

    public ValueTask HandleAsync(ApiRequest request) => request.Info.Verb == "get"
        ? new ValueTask(tunnels.AcceptAsync(request.Http, request.Info.Name))
        : throw Failures.MethodNotAllowed();
}

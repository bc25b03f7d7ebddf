using System.Net;

namespace Orleans.Kube.NodeAgent.Tunnel;

/// <summary>Stands for "connections come through tunnels" where a server names its endpoint.</summary>
internal sealed class TunnelEndPoint : EndPoint
{
    public override string ToString() => "tunnel";
}

using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Why a connection could not be made, in Go's words, which people know from probes.</summary>
internal static class DialErrors
{
    public static string Text(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "connect: connection timed out",
        SocketError.ConnectionReset => "read: connection reset by peer",
        _ => e.Message,
    };
}

using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Why there was no connection, or no answer over it, in Go's words, which people know from probes.</summary>
internal static class DialErrors
{
    /// <summary>Why a connection to a port could not be made.</summary>
    public static string Dial(string host, int port, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"dial tcp: lookup {host}: no such host",
        _ => $"dial tcp {Address(host, port)}: {Text(e)}",
    };

    /// <summary>Host and port as one word; addresses with colons stand in brackets.</summary>
    public static string Address(string host, int? port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";

    /// <summary>Why a request over HTTP was not answered.</summary>
    /// <param name="target">Where it went.</param>
    /// <param name="connection">The connection that it went over, if there was one.</param>
    /// <param name="e">What happened.</param>
    public static string Request(DnsEndPoint target, AnsweringStream? connection, Exception e) => e switch
    {
        HttpRequestException { InnerException: SocketException dial } => Dial(target.Host, target.Port, dial),
        { InnerException: IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } } } => $"read tcp {connection?.Ends}: read: connection reset by peer",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
        _ => e.Message,
    };

    private static string Text(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "connect: connection timed out",
        SocketError.ConnectionReset => "read: connection reset by peer",
        _ => e.Message,
    };
}

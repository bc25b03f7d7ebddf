using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Makes a request's connection fit for streams: any silence is fine as long as the other end is there, and a lost peer is noticed.</summary>
internal static class LastingConnection
{
    private const int LinuxTcp = 6;
    private const int LinuxTcpUserTimeout = 18;

    public static void Prepare(HttpContext context, StreamOptions options)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answers) answers.MinDataRate = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } bodies) bodies.MinDataRate = null;
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) Probe(socket, options);
    }

    /// <summary>Silent connections are probed by TCP; unacknowledged data gives a connection up after the same time.</summary>
    private static void Probe(Socket socket, StreamOptions options)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.ProbeAfter.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)options.ProbeInterval.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.Probes);
        if (!OperatingSystem.IsLinux()) return;
        var patience = (int)(options.ProbeAfter + (options.ProbeInterval * options.Probes)).TotalMilliseconds;
        socket.SetRawSocketOption(LinuxTcp, LinuxTcpUserTimeout, BitConverter.GetBytes(patience));
    }
}

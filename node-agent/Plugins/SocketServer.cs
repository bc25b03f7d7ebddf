using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Orleans.Kube.NodeAgent.Plugins;

/// <summary>
/// Answers gRPC at a socket at which others of the machine look for a kubelet. Where another agent, or a kubelet, answers there already, it is left to that one; the socket goes when this one ends.
/// </summary>
/// <param name="place">The path of the socket.</param>
/// <param name="services">What the answers are made with.</param>
/// <param name="answers">Which services answer.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when nothing can be answered here.</param>
public sealed partial class SocketServer(string place, Action<IServiceCollection> services, Action<IEndpointRouteBuilder> answers, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var told = ""; ; await Task.Delay(Retry, time, cancellationToken))
        {
            if (await ServeAsync(cancellationToken) is not { } why || why == told) continue;
            LogDeaf(place, told = why);
        }
    }

    /// <summary>Answers until cancelled, or returns why it cannot.</summary>
    private async Task<string?> ServeAsync(CancellationToken cancellationToken)
    {
        if (await IsAnsweredAsync(cancellationToken)) return "somebody else answers there";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        services(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(place, static listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        answers(app);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Delete(place);
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        await using var end = cancellationToken.Register(() => File.Delete(place));
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null;
    }

    private async Task<bool> IsAnsweredAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(place), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "nothing can be answered at {socket}: {reason}")]
    private partial void LogDeaf(string socket, string reason);
}

using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>
/// Answers device plugins at <c>device-plugins/kubelet.sock</c> in kubelet's folder. They watch for it to appear, and register whenever it does. Where another agent of the machine, or a
/// kubelet, answers there already, it is left to that one.
/// </summary>
public sealed partial class DeviceRegistration(string folder, DevicePlugins plugins, TimeProvider time, ILogger<DeviceRegistration> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    private string Place => Path.Combine(folder, "kubelet.sock");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var told = ""; ; await Task.Delay(Retry, time, cancellationToken))
        {
            if (await ServeAsync(cancellationToken) is not { } why || why == told) continue;
            LogDeaf(Place, told = why);
        }
    }

    /// <summary>Answers until cancelled, or returns why it cannot.</summary>
    private async Task<string?> ServeAsync(CancellationToken cancellationToken)
    {
        if (await IsAnsweredAsync(cancellationToken)) return "somebody else answers there";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(folder, plugins));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Place, static listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.MapGrpcService<Service>();
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(Place);
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        await using var end = cancellationToken.Register(() => File.Delete(Place));
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null;
    }

    private async Task<bool> IsAnsweredAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Place), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "device plugins cannot register at {socket}: {reason}")]
    private partial void LogDeaf(string socket, string reason);

    private sealed class Service(string folder, DevicePlugins plugins) : Registration.RegistrationBase
    {
        public override Task<Empty> Register(RegisterRequest request, ServerCallContext context)
        {
            try
            {
                plugins.Register(request.ResourceName, [request.Version], Path.Combine(folder, Path.GetFileName(request.Endpoint)), request.Options ?? new());
                return Task.FromResult(new Empty());
            }
            catch (PluginException e)
            {
                throw new RpcException(new Status(StatusCode.Unknown, e.Message));
            }
        }
    }
}

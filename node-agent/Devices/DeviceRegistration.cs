using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>Answers device plugins at <c>device-plugins/kubelet.sock</c> in kubelet's folder. They watch for it to appear, and register whenever it does.</summary>
public sealed partial class DeviceRegistration(string folder, DevicePlugins plugins, ILogger<DeviceRegistration> logger)
{
    private string Socket => Path.Combine(folder, "kubelet.sock");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(folder, plugins));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket, static listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.MapGrpcService<Service>();
        try
        {
            // What is left of an agent before; plugins make their own anew.
            foreach (var old in Directory.CreateDirectory(folder).GetFiles()) old.Delete();
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogDeaf(Socket, e.Message);
            return;
        }

        await using var end = cancellationToken.Register(() => File.Delete(Socket));
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
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

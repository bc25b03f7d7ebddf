using Grpc.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>Answers device plugins at <c>device-plugins/kubelet.sock</c> in kubelet's folder. They watch for it to appear, and register whenever it does.</summary>
public sealed class DeviceRegistration(string folder, DevicePlugins plugins, TimeProvider time, ILogger<DeviceRegistration> logger)
{
    private readonly SocketServer _server = new(
        Path.Combine(folder, "kubelet.sock"), services => services.AddSingleton(new Service(folder, plugins)), static app => app.MapGrpcService<Service>(), time, logger);

    public Task RunAsync(CancellationToken cancellationToken) => _server.RunAsync(cancellationToken);

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

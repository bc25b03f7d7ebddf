using Grpc.Core;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>Tells monitors of devices who has which, at <c>pod-resources/kubelet.sock</c> in kubelet's folder.</summary>
/// <param name="folder">Where the socket is.</param>
/// <param name="pods">The pods of the node.</param>
/// <param name="devices">Who has which devices.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when nothing can be answered here.</param>
public sealed class PodResourcesServer(string folder, Func<IEnumerable<Pod>> pods, DeviceGrants devices, TimeProvider time, ILogger<PodResourcesServer> logger)
{
    private readonly SocketServer _server = new(
        Path.Combine(folder, "kubelet.sock"), services => services.AddSingleton(new Service(pods, devices)).AddSingleton(new OlderService(pods, devices)), static app =>
        {
            app.MapGrpcService<Service>();
            app.MapGrpcService<OlderService>();
        }, time, logger);

    public Task RunAsync(CancellationToken cancellationToken) => _server.RunAsync(cancellationToken);

    private sealed class Service(Func<IEnumerable<Pod>> pods, DeviceGrants devices) : PodResourcesLister.PodResourcesListerBase
    {
        public override Task<ListPodResourcesResponse> List(ListPodResourcesRequest request, ServerCallContext context) =>
            Task.FromResult(DeviceReports.Of(pods(), devices, withSidecars: true));

        public override Task<AllocatableResourcesResponse> GetAllocatableResources(AllocatableResourcesRequest request, ServerCallContext context) =>
            Task.FromResult(new AllocatableResourcesResponse { Devices = { DeviceReports.Of(devices.Offered) } });

        /// <summary>Not before Kubernetes 1.34.</summary>
        public override Task<GetPodResourcesResponse> Get(GetPodResourcesRequest request, ServerCallContext context) =>
            throw new RpcException(new Status(StatusCode.Unknown, "PodResources API Get method disabled"));
    }

    private sealed class OlderService(Func<IEnumerable<Pod>> pods, DeviceGrants devices) : Protocol.V1Alpha1.PodResourcesLister.PodResourcesListerBase
    {
        public override Task<ListPodResourcesResponse> List(ListPodResourcesRequest request, ServerCallContext context) =>
            Task.FromResult(DeviceReports.Of(pods(), devices, withSidecars: false));
    }
}

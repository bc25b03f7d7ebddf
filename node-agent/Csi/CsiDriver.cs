using Grpc.Core;
using Grpc.Net.Client;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.References;
using Capability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>A driver that has registered: the node service behind its socket. What it refuses is told in the words of Go's gRPC.</summary>
public sealed class CsiDriver(string socket) : IDisposable
{
    private readonly GrpcChannel _channel = UnixChannel.Open(socket);

    private Protocol.Node.NodeClient Service => new(_channel);

    /// <exception cref="ReferenceException">It does not say.</exception>
    public Task<NodeGetInfoResponse> InfoAsync(CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeGetInfoAsync(new(), o), cancellationToken);

    /// <summary>What the driver can do on a node.</summary>
    /// <exception cref="ReferenceException">It does not say.</exception>
    public async Task<IReadOnlySet<Capability>> CapabilitiesAsync(CancellationToken cancellationToken)
    {
        var answer = await UnixChannel.CallAsync(o => Service.NodeGetCapabilitiesAsync(new(), o), cancellationToken);
        return answer.Capabilities.Select(static c => c.Rpc?.Type ?? Capability.Unknown).ToHashSet();
    }

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task StageAsync(NodeStageVolumeRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeStageVolumeAsync(request, o), cancellationToken);

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task UnstageAsync(NodeUnstageVolumeRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeUnstageVolumeAsync(request, o), cancellationToken);

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task PublishAsync(NodePublishVolumeRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodePublishVolumeAsync(request, o), cancellationToken);

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task UnpublishAsync(NodeUnpublishVolumeRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeUnpublishVolumeAsync(request, o), cancellationToken);

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task<NodeGetVolumeStatsResponse> StatsAsync(NodeGetVolumeStatsRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeGetVolumeStatsAsync(request, o), cancellationToken);

    /// <exception cref="ReferenceException">It refuses.</exception>
    public Task ExpandAsync(NodeExpandVolumeRequest request, CancellationToken cancellationToken) => UnixChannel.CallAsync(o => Service.NodeExpandVolumeAsync(request, o), cancellationToken);

    public void Dispose() => _channel.Dispose();
}

using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.Plugins.Protocol;
using Orleans.Kube.NodeAgent.Volumes;
using Capability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>A CSI driver as a process of the machine: its volumes are folders, which it shows where it is asked to, or one block device.</summary>
public sealed class FakeCsiDriver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private IReadOnlyList<string> _versions = [];
    private string _socket = "";

    private FakeCsiDriver(WebApplication app, string folder) => (_app, Folder) = (app, folder);

    public string Name { get; private init; } = "";

    /// <summary>Where its volumes are, each by its handle.</summary>
    public string Folder { get; }

    /// <summary>What it can do.</summary>
    public IReadOnlyList<Capability> Capabilities { get; set; } = [Capability.StageUnstageVolume, Capability.ExpandVolume, Capability.GetVolumeStats];

    public NodeGetInfoResponse Info { get; init; } = new() { NodeId = "id-of-node", MaxVolumesPerNode = 7, AccessibleTopology = new() { Segments = { ["example.com/zone"] = "z1" } } };

    /// <summary>The device that volumes are when they are asked for as such.</summary>
    public string? Device { get; set; }

    /// <summary>What it answers to everything about volumes, if not null.</summary>
    public Status? Refusal { get; set; }

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<object> Requests { get; } = new();

    public ConcurrentQueue<RegistrationStatus> Registrations { get; } = new();

    public IEnumerable<TRequest> Of<TRequest>() => Requests.OfType<TRequest>();

    /// <param name="name">Its name.</param>
    /// <param name="registry">The folder in which it makes itself known.</param>
    /// <param name="folder">A folder of its own.</param>
    /// <param name="versions">The versions that it says to know.</param>
    public static async Task<FakeCsiDriver> StartAsync(string name, string registry, string folder, params string[] versions)
    {
        var (register, own) = (Path.Combine(registry, $"{name}-reg.sock"), Path.Combine(folder, "csi.sock"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var socket in (string[])[register, own]) kestrel.ListenUnixSocket(socket, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        FakeCsiDriver? driver = null;
        builder.Services.AddSingleton(_ => driver!);
        var app = builder.Build();
        app.MapGrpcService<NodeService>();
        app.MapGrpcService<RegistrationService>();
        driver = new FakeCsiDriver(app, folder) { Name = name, _versions = versions.Length > 0 ? versions : ["1.0.0"], _socket = own };
        await app.StartAsync();
        return driver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private TAnswer Take<TAnswer>(object request, Action work) where TAnswer : new()
    {
        Requests.Enqueue(request);
        if (Refusal is { } refusal) throw new RpcException(refusal);
        work();
        return new();
    }

    private sealed class RegistrationService(FakeCsiDriver driver) : Registration.RegistrationBase
    {
        public override Task<PluginInfo> GetInfo(InfoRequest request, ServerCallContext context) =>
            Task.FromResult(new PluginInfo { Type = "CSIPlugin", Name = driver.Name, Endpoint = driver._socket, SupportedVersions = { driver._versions } });

        public override Task<RegistrationStatusResponse> NotifyRegistrationStatus(RegistrationStatus request, ServerCallContext context)
        {
            driver.Registrations.Enqueue(request);
            return Task.FromResult(new RegistrationStatusResponse());
        }
    }

    private sealed class NodeService(FakeCsiDriver driver) : NodeAgent.Csi.Protocol.Node.NodeBase
    {
        public override Task<NodeGetInfoResponse> NodeGetInfo(NodeGetInfoRequest request, ServerCallContext context) => Task.FromResult(driver.Info);

        public override Task<NodeGetCapabilitiesResponse> NodeGetCapabilities(NodeGetCapabilitiesRequest request, ServerCallContext context) =>
            Task.FromResult(new NodeGetCapabilitiesResponse { Capabilities = { driver.Capabilities.Select(static c => new NodeServiceCapability { Rpc = new() { Type = c } }) } });

        public override Task<NodeStageVolumeResponse> NodeStageVolume(NodeStageVolumeRequest request, ServerCallContext context) =>
            Task.FromResult(driver.Take<NodeStageVolumeResponse>(request, () => Directory.CreateDirectory(Path.Combine(driver.Folder, request.VolumeId))));

        public override Task<NodeUnstageVolumeResponse> NodeUnstageVolume(NodeUnstageVolumeRequest request, ServerCallContext context) =>
            Task.FromResult(driver.Take<NodeUnstageVolumeResponse>(request, static () => { }));

        public override Task<NodePublishVolumeResponse> NodePublishVolume(NodePublishVolumeRequest request, ServerCallContext context) =>
            Task.FromResult(driver.Take<NodePublishVolumeResponse>(request, () =>
            {
                if (Mounts.IsMounted(request.TargetPath)) return;
                var source = Path.Combine(driver.Folder, request.VolumeId);
                if (request.VolumeCapability.Block is not null) (source, _) = (driver.Device!, File.Create(request.TargetPath));
                else (_, _) = (Directory.CreateDirectory(source), Directory.CreateDirectory(request.TargetPath));
                Mounts.MountBind(source, request.TargetPath);
            }));

        public override Task<NodeUnpublishVolumeResponse> NodeUnpublishVolume(NodeUnpublishVolumeRequest request, ServerCallContext context) =>
            Task.FromResult(driver.Take<NodeUnpublishVolumeResponse>(request, () => Mounts.UnmountAll(request.TargetPath)));

        public override Task<NodeGetVolumeStatsResponse> NodeGetVolumeStats(NodeGetVolumeStatsRequest request, ServerCallContext context) => Task.FromResult(new NodeGetVolumeStatsResponse
        {
            Usage =
            {
                new VolumeUsage { Unit = VolumeUsage.Types.Unit.Bytes, Total = 1000, Used = Directory.EnumerateFiles(request.VolumePath).Count() * 100, Available = 600 },
                new VolumeUsage { Unit = VolumeUsage.Types.Unit.Inodes, Total = 50, Used = 3, Available = 47 },
            },
        });

        public override Task<NodeExpandVolumeResponse> NodeExpandVolume(NodeExpandVolumeRequest request, ServerCallContext context) =>
            Task.FromResult(driver.Take<NodeExpandVolumeResponse>(request, static () => { }));
    }
}

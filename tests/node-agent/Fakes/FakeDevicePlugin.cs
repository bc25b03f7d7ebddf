using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>A device plugin: its devices are all <c>/dev/null</c>, shown as <c>/dev/widget</c>.</summary>
public sealed class FakeDevicePlugin : IAsyncDisposable
{
    private readonly Channel<ListAndWatchResponse> _news = Channel.CreateUnbounded<ListAndWatchResponse>();
    private readonly WebApplication _app;

    private FakeDevicePlugin(WebApplication app) => _app = app;

    public ConcurrentQueue<object> Requests { get; } = new();

    /// <summary>The device that it would rather give.</summary>
    public string? Preferred { get; init; }

    /// <summary>Starts it and has it register.</summary>
    /// <param name="folder">Where <c>kubelet.sock</c> is.</param>
    /// <param name="resource">What its devices are called.</param>
    /// <param name="preferred">The device that it would rather give.</param>
    public static async Task<FakeDevicePlugin> StartAsync(string folder, string resource, string? preferred = null)
    {
        var name = $"{Guid.NewGuid():N}"[..8] + ".sock";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Path.Combine(folder, name), static listen => listen.Protocols = HttpProtocols.Http2));
        FakeDevicePlugin? plugin = null;
        builder.Services.AddSingleton(_ => plugin!);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        plugin = new FakeDevicePlugin(app) { Preferred = preferred };
        await app.StartAsync();
        await RegisterAsync(folder, new RegisterRequest
        {
            Version = "v1beta1", Endpoint = name, ResourceName = resource, Options = new DevicePluginOptions { PreStartRequired = true, GetPreferredAllocationAvailable = preferred is not null },
        });
        return plugin;
    }

    public static async Task RegisterAsync(string folder, RegisterRequest request)
    {
        using var channel = UnixChannel.Open(Path.Combine(folder, "kubelet.sock"));
        await new Registration.RegistrationClient(channel).RegisterAsync(request);
    }

    /// <summary>Tells of its devices; those with a minus are broken, those with a number (<c>a1</c>) are near to that NUMA node.</summary>
    public void Tell(params string[] devices) => _news.Writer.TryWrite(new ListAndWatchResponse
    {
        Devices = { devices.Select(static d => new Device { Id = d.TrimStart('-'), Health = d.StartsWith('-') ? "Unhealthy" : "Healthy", Topology = char.IsDigit(d[^1]) ? new TopologyInfo { Nodes = { new NUMANode { ID = d[^1] - '0' } } } : null }) },
    });

    public async ValueTask DisposeAsync()
    {
        _news.Writer.TryComplete();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class Service(FakeDevicePlugin plugin) : DevicePlugin.DevicePluginBase
    {
        public override async Task ListAndWatch(Empty request, IServerStreamWriter<ListAndWatchResponse> responses, ServerCallContext context)
        {
            await foreach (var news in plugin._news.Reader.ReadAllAsync(context.CancellationToken)) await responses.WriteAsync(news);
        }

        public override Task<PreferredAllocationResponse> GetPreferredAllocation(PreferredAllocationRequest request, ServerCallContext context)
        {
            plugin.Requests.Enqueue(request);
            return Task.FromResult(new PreferredAllocationResponse { ContainerResponses = { new ContainerPreferredAllocationResponse { DeviceIds = { plugin.Preferred } } } });
        }

        public override Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
        {
            plugin.Requests.Enqueue(request);
            return Task.FromResult(new AllocateResponse
            {
                ContainerResponses =
                {
                    new ContainerAllocateResponse
                    {
                        Envs = { ["WIDGETS"] = string.Join(',', request.ContainerRequests[0].DevicesIds) },
                        Devices = { new DeviceSpec { HostPath = "/dev/null", ContainerPath = "/dev/widget", Permissions = "rw" } },
                        Mounts = { new Mount { HostPath = "/etc/hostname", ContainerPath = "/widget/host", ReadOnly = true } },
                    },
                },
            });
        }

        public override Task<PreStartContainerResponse> PreStartContainer(PreStartContainerRequest request, ServerCallContext context)
        {
            plugin.Requests.Enqueue(request);
            return Task.FromResult(new PreStartContainerResponse());
        }
    }
}

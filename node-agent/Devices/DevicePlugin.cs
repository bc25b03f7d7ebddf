using Grpc.Core;
using Grpc.Net.Client;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>A device plugin that has registered: it goes on telling which devices there are, until it ends.</summary>
internal sealed class DevicePlugin(string socket, DevicePluginOptions options, TimeProvider time, Action changed) : IDisposable
{
    /// <summary>How long the devices of a plugin that has ended are still told of, as broken ones; one that was only started anew is back by then.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly GrpcChannel _channel = UnixChannel.Open(socket);
    private readonly CancellationTokenSource _stopping = new();
    private volatile IReadOnlyDictionary<string, Device> _devices = new Dictionary<string, Device>();
    private volatile Tuple<DateTimeOffset>? _end;

    public DeviceCount Count => _end is { } end && time.GetUtcNow() - end.Item1 >= Remembered ? default : new(_devices.Count, Healthy.Count());

    /// <summary>The devices that pods may have, by id.</summary>
    public IEnumerable<string> Healthy => _end is null ? _devices.Where(static d => d.Value.Health == "Healthy").Select(static d => d.Key).Order(StringComparer.Ordinal) : [];

    /// <summary>The NUMA nodes that a device is near to; null where the plugin does not say.</summary>
    public IReadOnlyList<long>? NodesOf(string id) => _devices.GetValueOrDefault(id)?.Topology?.Nodes.Select(static n => n.ID).ToList();

    private Protocol.DevicePlugin.DevicePluginClient Service => new(_channel);

    /// <summary>Learns which devices there are until the plugin ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            using var answers = Service.ListAndWatch(new(), cancellationToken: _stopping.Token);
            await foreach (var answer in answers.ResponseStream.ReadAllAsync(_stopping.Token))
            {
                _devices = answer.Devices.GroupBy(static d => d.Id).ToDictionary(static d => d.Key, static d => d.Last());
                changed();
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // It has ended, or is ended.
        }

        _end = Tuple.Create(time.GetUtcNow());
        changed();
    }

    /// <summary>Which of the free devices a container gets.</summary>
    /// <exception cref="ReferenceException">The plugin refuses.</exception>
    public async Task<IReadOnlyList<string>> ChooseAsync(IReadOnlyList<string> free, int count, CancellationToken cancellationToken)
    {
        if (!options.GetPreferredAllocationAvailable) return [.. free.Take(count)];
        var request = new PreferredAllocationRequest { ContainerRequests = { new ContainerPreferredAllocationRequest { AvailableDeviceIds = { free }, AllocationSize = count } } };
        var answer = await UnixChannel.CallAsync(o => Service.GetPreferredAllocationAsync(request, o), cancellationToken);
        // What it prefers is a wish: it may say too little, or what is not to be had.
        var preferred = answer.ContainerResponses.SelectMany(static r => r.DeviceIds).Where(free.Contains).Distinct().Take(count).ToList();
        return [.. preferred, .. free.Except(preferred).Take(count - preferred.Count)];
    }

    /// <summary>What a container is given to use these devices.</summary>
    /// <exception cref="ReferenceException">The plugin refuses.</exception>
    public async Task<ContainerAllocateResponse> AllocateAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var request = new AllocateRequest { ContainerRequests = { new ContainerAllocateRequest { DevicesIds = { ids } } } };
        var answer = await UnixChannel.CallAsync(o => Service.AllocateAsync(request, o), cancellationToken);
        return answer.ContainerResponses.Count > 0 ? answer.ContainerResponses[0] : throw new ReferenceException("no containers return in allocation response");
    }

    /// <summary>Lets the plugin make the devices ready before a container starts, where it wants that.</summary>
    /// <exception cref="ReferenceException">The plugin refuses.</exception>
    public Task PrepareAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        options.PreStartRequired ? UnixChannel.CallAsync(o => Service.PreStartContainerAsync(new() { DevicesIds = { ids } }, o), cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Cancel();
        _channel.Dispose();
    }
}

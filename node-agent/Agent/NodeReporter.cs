using System.Text.Json.Nodes;
using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>Registers the node, renews its lease and reports its status: when it changes, and now and then when it does not.</summary>
public sealed partial class NodeReporter(
    KubeClient client, RuntimeReadiness runtime, AgentOptions options, NodeShortage shortage, CsiRecords volumes, DevicePlugins devices, IEventRecorder events, TimeProvider time, ILogger<NodeReporter> logger) : IPodEnvironment
{
    private readonly IReadOnlyList<EvictionThreshold> _thresholds = EvictionThresholds.Of(options.Eviction);
    private readonly IReadOnlyDictionary<string, Quantity> _reserved = Reserved.Of(options);
    private readonly NodeRegistration _registration = new(client);
    private readonly NodeLease _lease = new(client, options.NodeName, options.Heartbeat);
    private readonly Informer<Node> _informer = new(client.Of<Node>(), new ListOptions { FieldSelector = $"metadata.name={options.NodeName}" }, logger);
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Node _node = new();
    private long _reported;

    public string HostIP { get; } = Machine.InternalIP(client.Server);

    public string? ClusterDns => options.ClusterDns;

    public string ClusterDomain => options.ClusterDomain;

    /// <summary>The node as the API server last had it.</summary>
    public Node Node => _node;

    /// <summary>Registers the node, for as long as it takes.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        events.Record(NodeEvents.About(options.NodeName), "Normal", "Starting", "Starting kubelet.");
        for (var failures = 1; ; failures++)
        {
            try
            {
                var now = time.GetUtcNow();
                Become(await _registration.RegisterAsync(await DescribeAsync(cancellationToken), now, cancellationToken));
                _reported = time.GetTimestamp();
                await _lease.RenewAsync(_node.Metadata.Uid, now, cancellationToken);
                LogRegistered(options.NodeName);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogFailed("registration", e.Message);
                await client.Options.BackOff.WaitAsync(failures, time, cancellationToken);
            }
        }
    }

    public Task RunAsync(CancellationToken cancellationToken)
    {
        _informer.Changed += Learn;
        runtime.Changed += () => _due.Writer.TryWrite(true);
        volumes.Changed += () => _due.Writer.TryWrite(true);
        devices.Changed += () => _due.Writer.TryWrite(true);
        return Task.WhenAll(
            _informer.RunAsync(cancellationToken),
            RepeatAsync(() => Task.Delay(options.Heartbeat.LeaseRenewal, time, cancellationToken), "lease", () => _lease.RenewAsync(_node.Metadata.Uid, time.GetUtcNow(), cancellationToken)),
            RepeatAsync(() => UntilDueAsync(cancellationToken), "status", () => ReportAsync(cancellationToken)));
    }

    /// <summary>Others write to the node too: taints, labels, conditions, resources of their own.</summary>
    private void Learn(InformerChange<Node> change)
    {
        if (change.Kind == ChangeKind.Deleted) return;
        var before = _node;
        _node = change.Object;
        Tell(before, before with { Spec = _node.Spec });
        if (!NodeStatusBuilder.OffersAll(_node.Status, [.. devices.Counts.Keys])) _due.Writer.TryWrite(true);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var (now, description) = (time.GetUtcNow(), await DescribeAsync(cancellationToken));
        var status = NodeStatusBuilder.Status(description, _node.Status, now);
        if (time.GetElapsedTime(_reported) < options.Heartbeat.StatusReport && IsSame(status, _node.Status)) return;
        try
        {
            var before = _node;
            Become((before, await _registration.ReportAsync(before, description, now, cancellationToken)));
        }
        catch (StatusException e) when (e.Code == 404)
        {
            Become(await _registration.RegisterAsync(description, now, cancellationToken));
        }

        _reported = time.GetTimestamp();
    }

    /// <summary>The node is now what it has been reported as, and people are told what is new.</summary>
    private void Become((Node Before, Node Now) step)
    {
        _node = step.Now;
        Tell(step.Before, step.Now);
    }

    private void Tell(Node before, Node now)
    {
        foreach (var (type, reason, message) in NodeEvents.Between(before, now)) events.Record(NodeEvents.About(options.NodeName), type, reason, message);
    }

    /// <summary>Whether two statuses say the same, whenever that was found out.</summary>
    private static bool IsSame(NodeStatus one, NodeStatus other)
    {
        return JsonNode.DeepEquals(Json(one), Json(other));

        static JsonNode? Json(NodeStatus status) => System.Text.Json.JsonSerializer.SerializeToNode(
            status with { Conditions = [.. status.Conditions.Select(c => c with { LastHeartbeatTime = null, LastTransitionTime = null }).OrderBy(c => c.Type, StringComparer.Ordinal)] },
            Model.Json.KubeJson.Options);
    }

    private async Task<NodeDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var capacity = Machine.Capacity(options.DataFolder, options.MaximumPods);
        var (all, healthy) = (Of(static c => c.All), Of(static c => c.Healthy));
        var (version, images, trouble) = await runtime.AskAsync(cancellationToken);
        return new NodeDescription
        {
            Name = options.NodeName, InternalIP = HostIP, Info = Machine.Info(version ?? _node.Status.NodeInfo.ContainerRuntimeVersion), Capacity = capacity.Concat(all).ToDictionary(), Allocatable = Allocatable.Of(capacity, _thresholds, _reserved).Concat(healthy).ToDictionary(), Labels = options.Labels,
            Images = images ?? _node.Status.Images, VolumesPath = new PodFolders(Path.GetFullPath(options.DataFolder)).PersistentVolumes, VolumesInUse = volumes.InUse, Pressure = shortage.Now(), NotReady = trouble,
        };
    }

    private IEnumerable<KeyValuePair<string, Quantity>> Of(Func<DeviceCount, int> number) => devices.Counts.Select(c => KeyValuePair.Create(c.Key, Quantity.Of(number(c.Value))));

    /// <summary>Waits until the status is to be looked at: in its period, or at once when others have changed the node, or the runtime has.</summary>
    private async Task UntilDueAsync(CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(options.Heartbeat.StatusCheck, time, wait.Token), _due.Reader.WaitToReadAsync(wait.Token).AsTask());
        await wait.CancelAsync();
        _due.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task RepeatAsync(Func<Task> pause, string what, Func<Task> work)
    {
        while (true)
        {
            await pause();
            try
            {
                await work();
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogFailed(what, e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "node {name} is registered")]
    private partial void LogRegistered(string name);

    [LoggerMessage(LogLevel.Warning, "the node's {what} failed: {reason}")]
    private partial void LogFailed(string what, string reason);
}

using System.Net;
using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.NodeAgent.Proxy.Connections;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// Keeps the packet filter as services and their endpoints, and network policies, ask for it. Changes that come together are loaded together; rules that others
/// have removed, or put theirs before, are put back within ten seconds, and at once when the container runtime has begun anew.
/// </summary>
public sealed partial class ServiceProxy
{
    /// <summary>From one load of the rules to the next, at least: a change that comes alone is loaded at once.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HookCheck = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Informer<Service> _services;
    private readonly Informer<EndpointSlice> _slices;
    private readonly ServiceRulesPlanner _planner;
    private readonly TrafficRulesPlanner _policies;
    private readonly IPacketFilter _filter;
    private readonly IConnectionTable _connections;
    private readonly HealthCheckPorts _health;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile IPEndPoint? _names;
    private readonly TaskCompletionSource _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<string> _remotes = [];
    private volatile string _zone = "";
    private volatile NodeTraffic _traffic = new();
    private PacketRules? _loaded;
    private bool _rulesAreDue = true;
    private bool _hooksAreDue = true;

    public ServiceProxy(
        Informer<Service> services, Informer<EndpointSlice> slices, ProxySettings settings, IPacketFilter filter, IConnectionTable connections,
        HealthCheckPorts health, TimeProvider time, ILogger<ServiceProxy> logger)
    {
        (_services, _slices, _filter, _connections, _health, _time, _logger) = (services, slices, filter, connections, health, time, logger);
        (_planner, _policies) = (new ServiceRulesPlanner(settings), new TrafficRulesPlanner(settings));
        Health = new ProxyHealth(time);
        services.Changed += _ => PlanAgain();
        slices.Changed += _ => PlanAgain();
    }

    /// <summary>Whether the packet filter keeps up with services and policies.</summary>
    public ProxyHealth Health { get; }

    /// <summary>From now on this node answers questions to the cluster's DNS service here, unless pods do.</summary>
    public void AnswerNamesAt(IPEndPoint server)
    {
        _names = server;
        PlanAgain();
    }

    /// <summary>Pods of this node keep their own address towards these ranges: there are pods of other machines.</summary>
    public void KeepSourcesTo(IReadOnlyList<string> ranges)
    {
        _remotes = ranges;
        PlanAgain();
    }

    /// <summary>This node is in the zone: it prefers endpoints that are meant for it. Empty: it is in none.</summary>
    public void LiveIn(string zone)
    {
        if (_zone == zone) return;
        _zone = zone;
        PlanAgain();
    }

    /// <summary>From now on pods receive and send what network policies allow. Nothing is loaded before this is known.</summary>
    public void Judge(NodeTraffic traffic)
    {
        _traffic = traffic;
        _judged.TrySetResult();
        PlanAgain();
    }

    /// <summary>Others may have put rules of theirs before the agent's just now.</summary>
    public void CheckHooks()
    {
        Volatile.Write(ref _hooksAreDue, true);
        _changed.Writer.TryWrite(true);
    }

    /// <summary>Follows services until cancelled. The rules stay: connections go on while the agent is away.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_services.Synced, _slices.Synced, _judged.Task).WaitAsync(cancellationToken);
        await using var check = _time.CreateTimer(_ => CheckHooks(), null, TimeSpan.Zero, HookCheck);
        var free = Task.CompletedTask;
        while (await _changed.Reader.WaitToReadAsync(cancellationToken))
        {
            await free;
            _changed.Reader.TryRead(out _);
            free = Task.Delay(Spacing, _time, cancellationToken);
            try
            {
                if (Interlocked.Exchange(ref _rulesAreDue, false)) await SyncAsync(cancellationToken);
                if (!Volatile.Read(ref _rulesAreDue)) Health.Update();
                if (Interlocked.Exchange(ref _hooksAreDue, false)) await _filter.HookAsync(cancellationToken);
            }
            catch (Exception e) when (e is PacketFilterException or IOException or UnauthorizedAccessException)
            {
                LogFailed(e.Message);
                _loaded = null;
                await Task.Delay(Retry, _time, cancellationToken);
                PlanAgain();
                CheckHooks();
            }
        }
    }

    private void PlanAgain()
    {
        Health.Queue();
        Volatile.Write(ref _rulesAreDue, true);
        _changed.Writer.TryWrite(true);
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        var wanted = _planner.Plan(_services.Snapshot.Objects.Values, _slices.Snapshot.Objects.Values, _names, _remotes, _zone).With(_policies.Plan(_traffic));
        var stale = _loaded is null ? await _filter.ChainsAsync(cancellationToken) : new Dictionary<string, IReadOnlyList<string>>();
        var text = RestoreText.Between(_loaded, wanted, stale);
        if (text.Length > 0) await _filter.LoadAsync(text, cancellationToken);
        _loaded = wanted;
        _health.Keep(wanted.HealthChecks);
        if (text.Length > 0 && wanted.Udp.Count > 0) ForgetStaleFlows(wanted);
    }

    private void ForgetStaleFlows(PacketRules rules)
    {
        try
        {
            foreach (var flow in StaleFlows.Find(_connections.ReadUdp(), rules.Udp)) _connections.Forget(flow);
        }
        catch (IOException e)
        {
            LogFlowsStay(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "datagrams may go to endpoints that are gone: {reason}")]
    private partial void LogFlowsStay(string reason);

    [LoggerMessage(LogLevel.Error, "the rules of services could not be loaded: {reason}")]
    private partial void LogFailed(string reason);
}

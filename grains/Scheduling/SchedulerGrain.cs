using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>
/// Places pods on nodes: takes them from its queue in batches, finds each a node in a model of the cluster that it keeps up to date from the
/// change feed, reserves the place in the model and binds. While the bindings of one batch are under way the next is planned; a binding that
/// is refused gives its place back.
/// </summary>
[GrainType("scheduler")]
public sealed class SchedulerGrain : Grain, ISchedulerGrain
{
    /// <summary>The scheduler of pods that name none.</summary>
    public const string DefaultName = "default-scheduler";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SchedulerServices _services;
    private readonly ILogger _logger;
    private readonly PlacementPlanner _placement;
    private readonly PlacementWriter _writer;
    private SchedulerFeed? _feed;
    private IGrainTimer? _timer;
    private Task _underWay = Task.CompletedTask;
    private long _seen;
    private int _start;
    private bool _running;
    private bool _again;

    public SchedulerGrain(SchedulerServices services)
    {
        _services = services;
        _logger = services.Loggers.CreateLogger<SchedulerGrain>();
        _placement = new PlacementPlanner(services.Rules, services.Options);
        _writer = new PlacementWriter(GrainFactory, this.GetPrimaryKeyString(), services);
    }

    public async Task WakeAsync(long revision)
    {
        _seen = Math.Max(_seen, revision);
        if (_running)
        {
            _again = true;
            return;
        }

        _running = true;
        try
        {
            do
            {
                _again = false;
                await RunAsync();
            }
            while (_again);
            WakeAt(_feed?.Queue.Due());
        }
        catch (Exception error)
        {
            SchedulerLog.Failed(_logger, error, PauseAfterFailure);
            Drop();
            WakeAt(_services.Time.Steady() + PauseAfterFailure);
        }
        finally
        {
            _running = false;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Drop();
        return Task.CompletedTask;
    }

    /// <summary>Places pods until none is left that could be placed now.</summary>
    private async Task RunAsync()
    {
        await _services.Cluster.AtLeastAsync(_seen);
        while (true)
        {
            var feed = Refresh();
            var now = _services.Time.Steady();
            var decisions = new List<Task>();
            for (var count = 0; count < _services.Options.Batch && feed.Queue.Take(now) is { } pod; count++) decisions.Add(PlaceAsync(feed, pod, now));
            await _underWay;
            if (decisions.Count == 0) return;
            _underWay = Task.WhenAll(decisions);
        }
    }

    private SchedulerFeed Refresh()
    {
        try
        {
            _feed ??= new SchedulerFeed(_services.Cluster, this.GetPrimaryKeyString(), _services.Options, _services.Time.Steady());
            _feed.Read(_services.Time.Steady());
        }
        catch (RevisionExpiredException behind)
        {
            SchedulerLog.Behind(_logger, behind.Asked, behind.Oldest);
            Drop();
            _feed = new SchedulerFeed(_services.Cluster, this.GetPrimaryKeyString(), _services.Options, _services.Time.Steady());
        }

        return _feed;
    }

    /// <summary>Decides at once, so that the next pod sees the place taken; completes when the decision is written.</summary>
    private Task PlaceAsync(SchedulerFeed feed, QueuedPod pod, DateTimeOffset now)
    {
        var placement = _placement.Plan(pod.Demand, feed.Model, _start);
        _start = (_start + placement.Visited) & int.MaxValue;
        if (placement.Node is not { } node)
        {
            feed.Queue.Park(pod, placement.Report.Heals, now);
            return _writer.ReportAsync(pod, feed.Model, placement.Report, _start);
        }

        if (feed.Model.Volumes.Unbound(pod.Demand) is { Count: > 0 } unbound)
        {
            feed.Await(pod, node, now);
            return _writer.SelectAsync(pod.Demand, unbound, node);
        }

        feed.Assume(pod, node, now);
        return BindAsync(feed, pod, node);
    }

    private async Task BindAsync(SchedulerFeed feed, QueuedPod pod, string node)
    {
        if (await _writer.BindAsync(pod.Demand, node)) return;
        feed.Revoke(pod, _services.Time.Steady());
        _again = true;
    }

    private void Drop()
    {
        _feed?.Dispose();
        _feed = null;
    }

    private void WakeAt(DateTimeOffset? due)
    {
        if (due is null) return;
        var wait = due.Value - _services.Time.Steady();
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(
                static (grain, _) => grain.WakeAsync(0), this, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }

        DelayDeactivation(wait + TimeSpan.FromMinutes(1));
    }
}

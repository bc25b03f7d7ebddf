using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>
/// A grain that brings the world in line with its object: view → plan → apply. It is woken by changes, and by a timer when a plan asked to
/// be asked again. However many wakes come while it works, one more reconciliation follows.
/// </summary>
/// <remarks>
/// A reconciliation is a turn like a write: neither runs while the other does. It sees every write of this grain and of the grains that it
/// wrote to in earlier turns. When it fails it is tried again after a growing wait. What a plan is due for must follow from stored state,
/// because a due time itself is not stored: after a take-over every unfinished object is woken instead.
/// </remarks>
public abstract class ReconcilingGrain : ObjectGrain, IReconcilingGrain
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly ILogger _logger;
    private IGrainTimer? _timer;
    private IReconcilingGrain? _self;
    private long _seen;
    private long _queuedAt;
    private bool _queued;
    private int _failures;

    protected ReconcilingGrain(IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
        : base(state, services)
    {
        Reconciling = reconciling;
        _logger = reconciling.Loggers.CreateLogger(GetType());
        Writes = new PlanWriter(GrainFactory, Component, Key, this);
    }

    /// <summary>The name under which this grain writes and records events: <c>replicaset-controller</c>.</summary>
    protected abstract string Component { get; }

    protected ReconcileServices Reconciling { get; }

    /// <summary>Carries out the writes of a plan.</summary>
    protected PlanWriter Writes { get; }

    public Task WakeAsync(long revision)
    {
        _seen = Math.Max(_seen, revision);
        if (_queued && Services.Time.GetElapsedTime(_queuedAt) < Reconciling.Options.LostAfter) return Task.CompletedTask;
        (_queued, _queuedAt) = (true, Services.Time.GetTimestamp());
        return (_self ??= this.AsReference<IReconcilingGrain>()).ReconcileAsync();
    }

    public async Task ReconcileAsync()
    {
        _queued = false;
        DateTimeOffset? due;
        try
        {
            var view = await Services.Cluster.AtLeastAsync(Math.Max(Math.Max(_seen, Writes.Revision), Stored?.Revision ?? 0));
            await CatchUpAsync(view);
            due = await ReconcileAsync(view);
            _failures = 0;
        }
        catch (RefusedException refused) when (refused.IsStale && _failures < 3)
        {
            // Somebody else wrote first; their change is seen next time.
            _failures++;
            due = Services.Time.GetUtcNow() + (Reconciling.Options.FirstBackoff * Reconciling.Chance.NextDouble());
        }
        catch (RefusedException) when (IsNamespaceEnding())
        {
            // Nothing is made there any more; what is left of this object goes with the namespace.
            due = null;
        }
        catch (Exception error)
        {
            var wait = Backoff.After(++_failures, Reconciling.Options, Reconciling.Chance.NextDouble());
            due = Services.Time.GetUtcNow() + wait;
            ReconcileLog.Failed(_logger, error, Key, _failures, wait);
        }

        WakeAt(due);
    }

    /// <summary>One reconciliation, on a view that contains all that this grain was woken for.</summary>
    /// <returns>When to reconcile again although nothing changed, or null.</returns>
    protected abstract Task<DateTimeOffset?> ReconcileAsync(IClusterView view);

    /// <summary>Records events about this grain's object, or about what they regard.</summary>
    protected void Record(IEnumerable<PlannedEvent> events)
    {
        foreach (var planned in events)
            if (Reference(planned.Regarding) is { } regarding) Reconciling.Events.Record(regarding, planned, planned.Component ?? Component);
    }

    /// <summary>Carries out writes of which none should be refused; a refusal is tried again like any failure.</summary>
    /// <exception cref="RefusedException">A write was refused.</exception>
    protected async Task WriteOrThrowAsync(IReadOnlyList<ObjectWrite> writes)
    {
        var refusals = await Writes.WriteAsync(writes, Reconciling.Options.Parallelism);
        if (refusals.Count > 0) throw new RefusedException(refusals);
    }

    /// <summary>Whether the object's namespace takes nothing new any more.</summary>
    protected bool IsNamespaceEnding() => Key.Namespace.Length > 0
        && (Services.Cluster.Current.Find(new ObjectKey(Resources.Namespaces, "", Key.Namespace)) is null or { Header.IsDeleting: true });

    private ApiObject? Reference(ObjectKey? key) => key is null || key == Key ? Stored : Services.Cluster.Current.Find(key.Value);

    private void WakeAt(DateTimeOffset? due)
    {
        if (due is null)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = due.Value - Services.Time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        if (_timer is null) _timer = this.RegisterGrainTimer(static (grain, _) => grain.ReconcileAsync(), this, new(wait, Timeout.InfiniteTimeSpan));
        else _timer.Change(wait, Timeout.InfiniteTimeSpan);
        DelayDeactivation(wait + Reconciling.Options.StayAfterDue);
    }
}

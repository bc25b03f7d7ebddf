using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>
/// A controller of pods or of what makes them: carries out the writes of a plan stage by stage and reports refusals through the next plan.
/// A status is written when there is nothing else to write, and no more often than the options say.
/// </summary>
public abstract class WorkloadGrain(IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : ReconcilingGrain(state, services, workloads.Reconciling)
{
    private Refusal? _refusal;
    private DateTimeOffset _retryAt;
    private long _refusedAt;
    private int _refusals;
    private DateTimeOffset? _statusAt;

    /// <summary>Shows the planner the world.</summary>
    /// <param name="now">In whole seconds, as it goes into what is stored.</param>
    /// <param name="refusal">What was refused when the last plan was carried out.</param>
    protected abstract WorkloadPlan? Plan(IClusterView view, DateTimeOffset now, Refusal? refusal);

    /// <summary>The object is gone, but something of it was woken for.</summary>
    /// <returns>When to look again.</returns>
    protected virtual Task<DateTimeOffset?> ClearAwayAsync(IClusterView view) => Task.FromResult<DateTimeOffset?>(null);

    protected sealed override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored is null) return await ClearAwayAsync(view);
        var now = Services.Time.GetUtcNow();
        _statusAt ??= now - workloads.Options.StatusInterval;
        var waits = _refusal is not null && now < _retryAt && Stored.Revision == _refusedAt;
        if (Plan(view, Services.Time.WholeSeconds(), waits ? _refusal : null) is not { } plan) return null;
        if (!waits)
        {
            Record(plan.Events);
            var before = Writes.Revision;
            // Where the namespace ends nothing can be made; that is no failure to tell of.
            if (await CarryOutAsync(plan.Stages) is { } refusal && !IsNamespaceEnding()) plan = Note(refusal, now, view);
            else if (Forget() && Writes.Revision > before && now - _statusAt < workloads.Options.StatusDelay) return plan.Due;
        }

        if (plan is null || Stored is null) return null;
        var due = _refusal is null ? plan.Due : Due.Earlier(plan.Due, _retryAt);
        return plan.Status is null ? due : Due.Earlier(due, await WriteStatusAsync(plan.Status, now));
    }

    /// <summary>Carries out the stages until something is refused, and records the events of what succeeded.</summary>
    private async Task<Refusal?> CarryOutAsync(IReadOnlyList<IReadOnlyList<ObjectWrite>> stages)
    {
        foreach (var stage in stages)
        {
            var next = 0;
            foreach (var size in stage is [ObjectCreation, ..] ? SlowStart.Batches(stage.Count) : [stage.Count])
            {
                ObjectWrite[] batch = [.. stage.Skip(next).Take(size)];
                next += size;
                var refusals = await Writes.WriteAsync(batch, Reconciling.Options.Parallelism);
                Record(batch.Where(write => write.Event is not null && refusals.All(refusal => refusal.Write != write)).Select(static write => write.Event!));
                if (refusals.Any(static refusal => refusal.Write is not (ObjectCreation or ObjectDeletion))) throw new RefusedException(refusals);
                if (refusals.Count > 0) return refusals[0];
            }
        }

        return null;
    }

    /// <summary>Keeps the refusal for as long as its back-off lasts and the object stays as it is; returns the plan that reports it.</summary>
    private WorkloadPlan? Note(Refusal refusal, DateTimeOffset now, IClusterView view)
    {
        (_refusal, _refusals) = (refusal, _refusals + 1);
        _retryAt = now + Backoff.After(_refusals, Reconciling.Options, Reconciling.Chance.NextDouble());
        _refusedAt = Stored!.Revision;
        var plan = Plan(view, Services.Time.WholeSeconds(), refusal);
        if (plan is not null) Record(plan.Events);
        return plan;
    }

    private bool Forget()
    {
        (_refusal, _refusals) = (null, 0);
        return true;
    }

    /// <returns>When the status can be written, if that is later.</returns>
    private async Task<DateTimeOffset?> WriteStatusAsync(ObjectWrite status, DateTimeOffset now)
    {
        if (now < _statusAt + workloads.Options.StatusInterval) return _statusAt + workloads.Options.StatusInterval;
        _statusAt = now;
        if (await Writes.WriteAsync(status) is { } refusal && Stored is not null) throw new RefusedException([refusal]);
        if (_refusal is not null && Stored is not null) _refusedAt = Stored.Revision;
        return null;
    }
}

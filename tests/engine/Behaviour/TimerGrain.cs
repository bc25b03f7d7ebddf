using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;

    public Task Start(TimeSpan due, TimeSpan period, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (probe, cancellation) =>
            {
                probe.Note("tick");
                return Task.CompletedTask;
            },
            probe,
            new GrainTimerCreationOptions(due, period) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartInterleaving(TimeSpan due)
    {
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task StartBlocking(TimeSpan due, string gate)
    {
        _timer = this.RegisterGrainTimer(
            async cancellation =>
            {
                probe.Note("tick");
                using var noted = cancellation.Register(() => probe.Note("cancelled"));
                await probe.Gate(gate);
            },
            due,
            due);
        return Task.CompletedTask;
    }

    public Task StartFailing(TimeSpan period)
    {
        this.RegisterGrainTimer(
            () =>
            {
                probe.Note("tick");
                throw new FormatException("A timer failed.");
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        probe.Note("holds");
        await probe.Gate(gate);
    }

    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Turns[this.GetPrimaryKeyString()] = SynchronizationContext.Current!;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note("deactivated");
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        probe.Note("tick");
        return Task.CompletedTask;
    }
}

using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>A timer of a grain. At most one run is queued or running; the next is due a period after it ended.</summary>
internal sealed class GrainTimer : Invocation, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _underWay;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        (_activation, _callback, _options) = (activation, callback, options);
        (_dueTime, _period) = (options.DueTime, options.Period);
        _timer = activation.Class.Silo.Clock.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override Interleaving Interleaving => _options.Interleave ? Interleaving.Always : Interleaving.Never;

    public override bool IsAbandoned => _stopped.IsCancellationRequested;

    public override bool IsUse => _options.KeepAlive;

    public void Start() => Schedule(_dueTime);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (_lock)
        {
            (_dueTime, _period, _changed) = (dueTime, period, true);
            if (!_underWay)
            {
                Schedule(dueTime);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stopped.Cancel();
        _activation.Remove(this);
    }

    public override Task Invoke(object grain)
    {
        lock (_lock)
        {
            _changed = false;
        }

        return _callback(_stopped.Token);
    }

    public override void Complete(Task ended, Activation activation)
    {
        if (ended.Exception?.InnerException is { } error)
        {
            activation.Class.Silo.Log.TimerFailed(error, activation);
        }

        lock (_lock)
        {
            _underWay = false;
            Schedule(_changed ? _dueTime : _period);
        }
    }

    public override void Reject(Exception reason) => Dispose();

    public override void Forward(Activation from) => Dispose();

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        }

        if (period != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        }
    }

    private void Due()
    {
        lock (_lock)
        {
            if (_underWay || _stopped.IsCancellationRequested)
            {
                return;
            }

            _underWay = true;
        }

        _activation.Enqueue(this);
    }

    private void Schedule(TimeSpan dueTime)
    {
        if (!_stopped.IsCancellationRequested)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }
}

namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// The watchers of a resource, who all wake up for each of its changes. Beyond a number of them one that has just looked waits for its next turn, so that
/// events travel together, and those whose turn has come go a few at a time: requests get to run between them. Safe for concurrent use.
/// </summary>
public sealed class WatchCrowd : IThreadPoolWorkItem
{
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _alarm = long.MaxValue;
    private bool _serves;
    private int _watchers;

    public WatchCrowd(WatchOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _timer = time.CreateTimer(static crowd => ((WatchCrowd)crowd!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many they are.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public void Enter() => Interlocked.Increment(ref _watchers);

    public void Leave() => Interlocked.Decrement(ref _watchers);

    /// <summary>Completes when it is the turn of a watcher that knows of a change.</summary>
    /// <param name="looked">When it last looked, as a timestamp.</param>
    public Task TurnAsync(long looked)
    {
        var watchers = Watchers;
        if (watchers < _options.PacedFrom) return Task.CompletedTask;
        var turn = new TaskCompletionSource();
        lock (_lock)
        {
            _waiting.Enqueue(turn, looked + (long)(_options.Beat(watchers).TotalSeconds * _time.TimestampFrequency));
            Schedule();
        }

        return turn.Task;
    }

    /// <summary>Lets a few go whose turn has come; the others follow once what else the process has to do had its chance.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var few = _options.AtOnce; few > 0 && NextDue() is { } turn; few--) turn.SetResult();
        lock (_lock)
        {
            _serves = false;
            Schedule();
        }
    }

    private TaskCompletionSource? NextDue()
    {
        lock (_lock) return _waiting.TryPeek(out _, out var due) && due <= _time.GetTimestamp() ? _waiting.Dequeue() : null;
    }

    private void Ring()
    {
        lock (_lock)
        {
            _alarm = long.MaxValue;
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_serves || !_waiting.TryPeek(out _, out var due)) return;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        if (wait <= TimeSpan.Zero)
        {
            _serves = ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (due < _alarm)
        {
            _alarm = due;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }
}

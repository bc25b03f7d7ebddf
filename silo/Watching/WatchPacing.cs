namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// Keeps a crowd of watchers from waking up for every single event: beyond a number of watchers, each that has just been served waits for
/// a beat that all share. Safe for concurrent use.
/// </summary>
public sealed class WatchPacing(WatchOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task _beat = Task.CompletedTask;
    private int _watchers;

    /// <summary>How many watchers there are.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public void Enter() => Interlocked.Increment(ref _watchers);

    public void Leave() => Interlocked.Decrement(ref _watchers);

    /// <summary>Completes when a watcher that was just served should look again.</summary>
    public Task NextAsync()
    {
        if (Watchers < options.PacedFrom) return Task.CompletedTask;
        lock (_lock)
        {
            if (_beat.IsCompleted) _beat = Task.Delay(options.Beat, time);
            return _beat;
        }
    }
}

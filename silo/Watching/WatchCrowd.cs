namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// Keeps the watchers of a resource from waking up for every single event: beyond a number of them, one that has just been served looks again
/// after a beat. Those that are due about the same time share a wait, but not all watchers do: between their turns the server gets to its requests.
/// Safe for concurrent use.
/// </summary>
public sealed class WatchCrowd(WatchOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task _wait = Task.CompletedTask;
    private long _turn;
    private int _watchers;

    /// <summary>How many they are.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public void Enter() => Interlocked.Increment(ref _watchers);

    public void Leave() => Interlocked.Decrement(ref _watchers);

    /// <summary>Completes when a watcher that was just served should look again.</summary>
    public Task NextAsync()
    {
        if (Watchers < options.PacedFrom) return Task.CompletedTask;
        var due = time.GetElapsedTime(0) + options.Beat;
        var turn = (due.Ticks / options.Turn.Ticks) + 1;
        lock (_lock)
        {
            if (_turn != turn) (_turn, _wait) = (turn, Task.Delay(options.Beat, time));
            return _wait;
        }
    }
}

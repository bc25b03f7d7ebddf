namespace Orleans.Kube.Hosting;

/// <summary>
/// Gives memory back to the machine once a process has become quiet. The collector keeps the room that a burst needed until its next collection, which
/// in a quiet process may not come for hours. For a process of its own; in somebody else's, this is not ours to do.
/// </summary>
internal sealed class IdleMemory(TimeProvider time)
{
    /// <summary>How long it has to be quiet.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const long Megabyte = 1 << 20;

    /// <summary>A process that allocates as much as this in an interval is busy.</summary>
    private const long Busy = 16 * Megabyte;

    /// <summary>A larger heap would be stopped for too long: a collection takes about a millisecond per megabyte that lives.</summary>
    private const long Most = 256 * Megabyte;

    private long _lastSeen;
    private bool _wasBusy;

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await using var end = cancellation.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
            if (IsDue(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false))) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Whether to collect now: once, when the process has been busy and is no longer.</summary>
    /// <param name="allocated">What has been allocated since the process began, in bytes.</param>
    /// <param name="inUse">What the heap holds, garbage included, in bytes.</param>
    internal bool IsDue(long allocated, long inUse)
    {
        var isBusy = allocated - _lastSeen >= Busy;
        var isOver = _wasBusy && !isBusy;
        (_lastSeen, _wasBusy) = (allocated, isBusy);
        return isOver && inUse <= Most;
    }
}

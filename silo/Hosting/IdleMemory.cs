using System.Runtime.InteropServices;

namespace Orleans.Kube.Hosting;

/// <summary>
/// Gives memory back to the machine once a process has become quiet. The collector keeps the room that a burst needed until its next collection, which
/// in a quiet process may not come for hours. For a process of its own; in somebody else's, this is not ours to do.
/// </summary>
internal sealed class IdleMemory(TimeProvider time)
{
    /// <summary>How long it has to be quiet.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const long Megabyte = 1 << 20;

    /// <summary>A process that allocates as much as this in an interval is busy.</summary>
    private const long Busy = 8 * Megabyte;

    /// <summary>A larger heap would be stopped for too long: a collection takes about a millisecond per megabyte that lives.</summary>
    private const long Most = 256 * Megabyte;

    /// <summary>What a quiet process may allocate until its youngest objects are looked through again: what dies there would otherwise take fresh room.</summary>
    private const long Crumbs = 4 * Megabyte;

    /// <summary>Gives back what the C library holds free, where that is one that can (glibc).</summary>
    private static readonly MallocTrim? TrimNative =
        NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim)
            ? Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)
            : null;

    private long _lastSeen;
    private long _lastCleared;
    private bool _wasBusy;

    /// <summary>What there is to collect.</summary>
    internal enum Collection
    {
        None,

        /// <summary>The youngest objects: a pause of about a millisecond.</summary>
        Young,

        /// <summary>Everything, giving back what is free then.</summary>
        Whole,
    }

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await using var end = cancellation.Register(timer.Dispose);
        // What only the start needed goes whatever else there is to do.
        var hasStarted = false;
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var due = Due(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false));
            if (due == Collection.None && hasStarted) continue;
            hasStarted = true;
            switch (due)
            {
                case Collection.Young:
                    GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                    break;
                case Collection.Whole:
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    TrimNative?.Invoke(0);
                    break;
            }

            ProgramPages.Release();
            Cleared(GC.GetTotalAllocatedBytes());
        }
    }

    /// <summary>What to collect now: everything once, when the process has been busy and is no longer; then what gathers while it is quiet.</summary>
    /// <param name="allocated">What has been allocated since the process began, in bytes.</param>
    /// <param name="inUse">What the heap holds, garbage included, in bytes.</param>
    internal Collection Due(long allocated, long inUse)
    {
        var isBusy = allocated - _lastSeen >= Busy;
        var isOver = _wasBusy && !isBusy;
        (_lastSeen, _wasBusy) = (allocated, isBusy);
        if (isBusy || inUse > Most || (!isOver && allocated - _lastCleared < Crumbs)) return Collection.None;
        return isOver ? Collection.Whole : Collection.Young;
    }

    /// <summary>It was collected. What that has itself allocated is not the process's doing: counted, it would be a reason to collect again.</summary>
    /// <param name="allocated">As above.</param>
    internal void Cleared(long allocated) => _lastSeen = _lastCleared = allocated;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint pad);
}

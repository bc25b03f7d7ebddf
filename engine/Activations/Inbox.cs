namespace Orleans.Kube.Engine;

/// <summary>
/// A queue with many senders and one reader, one field wide. Senders push onto a stack; the reader takes the whole stack and turns it
/// round. Null means idle: who turns it to something else has to schedule the reader.
/// </summary>
internal struct Inbox
{
    private static readonly WorkItem Busy = new Command(static _ => { });
    private WorkItem? _top;

    public readonly bool IsIdle => Volatile.Read(in _top) is null;

    /// <summary>Adds an item; true when the reader was idle and must be scheduled by the caller.</summary>
    public bool Push(WorkItem item)
    {
        var seen = Volatile.Read(ref _top);
        while (true)
        {
            item.Next = seen == Busy ? null : seen;
            var found = Interlocked.CompareExchange(ref _top, item, seen);
            if (found == seen)
            {
                return seen is null;
            }

            seen = found;
        }
    }

    /// <summary>Everything that came, oldest first; null when there was nothing, and then the reader is idle and must stop.</summary>
    public WorkItem? TakeAll()
    {
        var taken = Interlocked.Exchange(ref _top, Busy);
        if (taken == Busy)
        {
            if (Interlocked.CompareExchange(ref _top, null, Busy) == Busy)
            {
                return null;
            }

            taken = Interlocked.Exchange(ref _top, Busy);
        }

        return Reverse(taken);
    }

    private static WorkItem? Reverse(WorkItem? top)
    {
        WorkItem? oldest = null;
        while (top is not null)
        {
            (top.Next, oldest, top) = (oldest, top, top.Next);
        }

        return oldest;
    }
}

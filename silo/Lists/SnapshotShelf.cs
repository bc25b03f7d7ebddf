using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Lists;

/// <summary>
/// Keeps the snapshots that paged lists are in the middle of, so that all pages show one revision. Bounded in number and time; snapshots
/// share all that did not change between them. Safe for concurrent use.
/// </summary>
public sealed class SnapshotShelf(TimeProvider time)
{
    private const int Capacity = 64;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = [];

    /// <summary>Keeps a snapshot for a while from the first time on: a token that is used again and again runs out as others do.</summary>
    public void Keep(IClusterView view)
    {
        lock (_lock)
        {
            RemoveOld();
            if (Find(view.Revision) is not null) return;
            if (_entries.Count >= Capacity) _entries.RemoveFirst();
            _entries.AddLast(new Entry(view, time.GetUtcNow() + Lifetime));
        }
    }

    /// <summary>The snapshot of exactly this revision, if it is still kept.</summary>
    public IClusterView? Take(long revision)
    {
        lock (_lock)
        {
            RemoveOld();
            return Find(revision)?.Value.View;
        }
    }

    private LinkedListNode<Entry>? Find(long revision)
    {
        for (var node = _entries.Last; node is not null; node = node.Previous)
            if (node.Value.View.Revision == revision) return node;
        return null;
    }

    private void RemoveOld()
    {
        var now = time.GetUtcNow();
        while (_entries.First is { } oldest && oldest.Value.Until <= now) _entries.RemoveFirst();
    }

    private readonly record struct Entry(IClusterView View, DateTimeOffset Until);
}

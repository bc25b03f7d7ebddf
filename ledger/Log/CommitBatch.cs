using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// The semantics of writing: each write is a compare-and-set against the state that the batch is built on, and those that pass get
/// consecutive revisions. The database checks both again inside the transaction.
/// </summary>
internal sealed class CommitBatch(long head, long epoch)
{
    private readonly List<BatchEntry> _entries = [];
    private readonly HashSet<ObjectKey> _keys = [];

    /// <summary>The revision the ledger must be at.</summary>
    public long Head => head;

    /// <summary>The epoch the ledger must be in.</summary>
    public long Epoch => epoch;

    public IReadOnlyList<BatchEntry> Entries => _entries;

    /// <summary>How much JSON it stores.</summary>
    public long Bytes { get; private set; }

    public long FirstRevision => head + 1;

    public long LastRevision => head + _entries.Count;

    /// <summary>
    /// Decides the writes: stale ones are answered, the others join the batch. A second write to an object of the batch is left
    /// undecided for the next one, which sees the first's result.
    /// </summary>
    public static CommitBatch Build(IClusterView view, long epoch, IEnumerable<PendingWrite> writes)
    {
        var batch = new CommitBatch(view.Revision, epoch);
        foreach (var write in writes)
            if (batch._keys.Add(write.Write.Object.Key) && !batch.TryAdd(view, write)) batch._keys.Remove(write.Write.Object.Key);
        return batch;
    }

    /// <summary>The events that follow a revision.</summary>
    public List<ObjectChange> ChangesAfter(long revision)
    {
        var changes = new List<ObjectChange>(_entries.Count);
        foreach (var entry in _entries)
            if (entry.After.Revision > revision) changes.Add(entry.Change);
        return changes;
    }

    /// <summary>Answers every writer.</summary>
    public void Acknowledge()
    {
        foreach (var entry in _entries) entry.Write.TrySetResult(new LedgerResult.Committed(entry.After));
    }

    private bool TryAdd(IClusterView view, PendingWrite pending)
    {
        var write = pending.Write;
        var before = view.Find(write.Object.Key);
        if ((before?.Revision ?? 0) != write.ExpectedRevision)
        {
            pending.TrySetResult(new LedgerResult.Stale(before));
            return false;
        }

        Bytes += pending.Content.Length;
        _entries.Add(new(pending, before, write.Object.Stored(LastRevision + 1, pending.Content, before)));
        return true;
    }
}

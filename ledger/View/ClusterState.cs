using Orleans.Kube.Ledger.Feed;
using Orleans.Kube.Ledger.Log;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.View;

/// <summary>
/// What this process shows of the ledger: the latest view, and the feed that leads on from it. A batch becomes visible at once: first in
/// the view, then in the feed, then to those who wait for its revision.
/// </summary>
internal sealed class ClusterState
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<IClusterView>, long> _waiting = new();
    private readonly ChangeFeed _feed;
    private ClusterView _current;

    public ClusterState(LoadedLedger loaded, int ringEvents, long ringBytes)
    {
        _feed = new(ringEvents, ringBytes, loaded.Floor);
        _current = Build(loaded);
        _feed.Append(History(loaded), loaded.Head.Revision);
    }

    public ClusterView Current => Volatile.Read(ref _current);

    public IChangeCursor Follow(GroupResource? resource, long after) => _feed.Follow(resource, after);

    /// <inheritdoc cref="IClusterState.Past"/>
    public IClusterView? Past(GroupResource resource, long revision)
    {
        var now = Current;
        try
        {
            using var changes = _feed.Follow(resource, revision);
            return Undo(now, changes, resource, revision);
        }
        catch (RevisionExpiredException)
        {
            return null;
        }
    }

    /// <summary>Puts back what each object was before its first change: null where that is not known, or a change was not logged.</summary>
    private static ClusterView? Undo(ClusterView now, ChangeCursor changes, GroupResource resource, long revision)
    {
        var edit = now.Edit();
        var undone = new HashSet<ObjectKey>();
        while (changes.TryRead(out var change) && change.Revision <= now.Revision)
        {
            if (!undone.Add(change.Key)) continue;
            var present = now.Find(change.Key);
            if (change.Previous is { } previous) edit.Put(previous, present);
            else if (change.Kind != ChangeKind.Added) return null;
            else if (present is not null) edit.Remove(present);
        }

        var past = edit.Build(revision);
        return past.List(resource).All(o => o.Revision <= revision) ? past : null;
    }

    /// <summary>Completes with the first view at or after the revision.</summary>
    public ValueTask<IClusterView> AtLeastAsync(long revision, CancellationToken cancellationToken)
    {
        if (Current is { } current && current.Revision >= revision) return new(current);
        lock (_lock)
        {
            if (_current.Revision >= revision) return new(_current);
            var arrival = new TaskCompletionSource<IClusterView>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(arrival, revision);
            return new(arrival.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Shows this process's own commit, or what of it a reader of the log has not shown already.</summary>
    public void Publish(CommitBatch batch)
    {
        lock (_lock)
            if (batch.LastRevision > _current.Revision) Publish(batch.ChangesAfter(_current.Revision), batch.LastRevision);
    }

    /// <summary>Shows a page of the log that begins at or before the current revision and reaches up to <paramref name="revision"/>.</summary>
    public void Publish(LogPage page, long revision)
    {
        lock (_lock)
        {
            if (revision <= _current.Revision) return;
            List<ObjectChange> changes = [];
            var latest = new Dictionary<ObjectKey, ApiObject?>();
            foreach (var row in Merge(page, _current.Revision, revision))
            {
                var previous = latest.TryGetValue(row.Object.Key, out var known) ? known : _current.Find(row.Object.Key);
                latest[row.Object.Key] = row.IsDeleted ? null : row.Object;
                if (Change(row, previous) is { } change) changes.Add(change);
            }

            Publish(changes, revision);
        }
    }

    /// <summary>Shows a state that the feed does not lead to: whoever follows has to list again.</summary>
    public void Restart(LoadedLedger loaded)
    {
        lock (_lock)
        {
            Volatile.Write(ref _current, Build(loaded));
            _feed.Restart(loaded.Head.Revision);
            Arrive();
        }
    }

    private static ClusterView Build(LoadedLedger loaded)
    {
        var edit = ClusterView.Empty(0).Edit();
        foreach (var row in loaded.Objects) edit.Put(row.Object, null);
        return edit.Build(loaded.Head.Revision);
    }

    /// <summary>The events of the log as far as it reaches back. What an object was before its first row there is not known.</summary>
    private static List<ObjectChange> History(LoadedLedger loaded)
    {
        List<ObjectChange> changes = [];
        var latest = new Dictionary<ObjectKey, ApiObject>();
        foreach (var row in Merge(loaded.Recent, loaded.Floor, loaded.Head.Revision))
        {
            var previous = latest.GetValueOrDefault(row.Object.Key);
            var kind = row.IsDeleted ? ChangeKind.Deleted : row.IsCreation ? ChangeKind.Added : ChangeKind.Modified;
            changes.Add(new(kind, row.Object, row.IsCreation ? null : previous));
            if (row.IsDeleted) latest.Remove(row.Object.Key);
            else latest[row.Object.Key] = row.Object;
        }

        return changes;
    }

    /// <summary>The logged and the unlogged rows of a page in one order, after one revision and up to another.</summary>
    private static IEnumerable<LogRow> Merge(LogPage page, long after, long upto) =>
        page.Logged.Concat(page.Unlogged).Where(row => row.Revision > after && row.Revision <= upto).OrderBy(row => row.Revision);

    private static ObjectChange? Change(LogRow row, ApiObject? previous)
    {
        // An object that came as an unlogged state and went again is new to nobody.
        if (row.IsDeleted) return previous is null ? null : new(ChangeKind.Deleted, row.Object, previous);
        return new(previous is null ? ChangeKind.Added : ChangeKind.Modified, row.Object, previous);
    }

    private void Publish(List<ObjectChange> changes, long revision)
    {
        var edit = _current.Edit();
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Deleted) edit.Remove(change.Previous!);
            else edit.Put(change.Object, change.Previous);
        }

        Volatile.Write(ref _current, edit.Build(revision));
        _feed.Append(changes, revision);
        Arrive();
    }

    private void Arrive()
    {
        while (_waiting.TryPeek(out var arrival, out var revision) && revision <= _current.Revision)
        {
            _waiting.Dequeue();
            arrival.TrySetResult(_current);
        }
    }
}

namespace Orleans.Kube.Model.Views;

/// <summary>The followed state of the cluster: the latest snapshot and the feed of changes that lead on from it.</summary>
public interface IClusterState
{
    /// <summary>The latest snapshot of this silo. On the silo that writes it contains every acknowledged write.</summary>
    IClusterView Current { get; }

    /// <summary>A snapshot at or after <paramref name="revision"/>, waiting for it where this silo follows another.</summary>
    ValueTask<IClusterView> AtLeastAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>A snapshot that contains every write acknowledged anywhere before the call (a linearizable read).</summary>
    ValueTask<IClusterView> LatestAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The objects of one resource as they were at an earlier revision, as far back as the change feed reaches; null where it does not. Of other resources the
    /// snapshot tells nothing, and of states that were not logged (heartbeats) it may show one from before, when this silo has started since.
    /// </summary>
    IClusterView? Past(GroupResource resource, long revision);

    /// <summary>
    /// The changes after a revision, of one resource or (null) of all, in revision order. Any number of cursors share one ring of recent
    /// events; each reads at its own pace.
    /// </summary>
    /// <exception cref="RevisionExpiredException">The changes after <paramref name="after"/> are no longer all at hand.</exception>
    IChangeCursor Follow(GroupResource? resource, long after);
}

namespace Orleans.Kube.Model.Views;

/// <summary>A reader's place in the change feed. Not safe for two threads at once; disposing it ends its wait.</summary>
public interface IChangeCursor : IDisposable
{
    /// <summary>All changes up to this revision have been returned: what a bookmark may say.</summary>
    long Position { get; }

    /// <summary>The next change, if one is there already.</summary>
    /// <exception cref="RevisionExpiredException">The reader fell so far behind that its next change left the ring.</exception>
    bool TryRead(out ObjectChange change);

    /// <summary>Completes when <see cref="TryRead"/> may succeed again.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}

using System.Threading.Tasks.Sources;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Feed;

/// <summary>
/// A reader's place in a channel. It is its own wait: a wake completes the cursor's reused task source, so waiting and waking allocate
/// nothing. The state of the wait is guarded by the channel's gate.
/// </summary>
internal sealed class ChangeCursor : IChangeCursor, IValueTaskSource
{
    private readonly ChangeFeed _feed;
    private readonly FeedChannel _channel;
    private readonly long _after;
    private readonly LinkedListNode<ChangeCursor> _place;
    private FeedLink _link;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private bool _isWaiting;
    private volatile bool _isDisposed;

    public ChangeCursor(ChangeFeed feed, FeedChannel channel, FeedLink start, long after)
    {
        (_feed, _channel, _link, _after) = (feed, channel, start, after);
        Position = after;
        _place = new(this);
    }

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(out ObjectChange change)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var published = _feed.Published;
        while (_link.Next is { } next)
        {
            if (ReferenceEquals(next, FeedLink.Cut)) throw new RevisionExpiredException(Position, _channel.Floor);
            _link = next;
            change = next.Change!;
            if (change.Revision <= _after) continue;
            Position = change.Revision;
            return true;
        }

        Position = Math.Max(Position, published);
        change = null!;
        return false;
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        lock (_channel.Gate)
        {
            if (_isWaiting) throw new InvalidOperationException("a cursor has one reader");
            if (_isDisposed || _link.Next is not null) return ValueTask.CompletedTask;
            _wait.Reset();
            _isWaiting = true;
            _channel.Waiting.AddLast(_place);
            _cancellation = cancellationToken.UnsafeRegister(static (cursor, token) => ((ChangeCursor)cursor!).Cancel(token), this);
            return new(this, _wait.Version);
        }
    }

    /// <summary>Ends the wait, if there is one. Called inside the channel's gate.</summary>
    public void Wake()
    {
        if (TryEndWait()) _wait.SetResult(true);
    }

    public void Dispose()
    {
        lock (_channel.Gate)
        {
            _isDisposed = true;
            Wake();
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        lock (_channel.Gate)
            if (TryEndWait()) _wait.SetException(new OperationCanceledException(token));
    }

    private bool TryEndWait()
    {
        if (!_isWaiting) return false;
        _isWaiting = false;
        _channel.Waiting.Remove(_place);
        return true;
    }
}

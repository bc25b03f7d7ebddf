using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Feed;

/// <summary>
/// An event in a channel and the way to the next. A reader keeps only the link it read last, so reading takes no lock; a link whose
/// successor left the ring leads to <see cref="Cut"/>, so a reader that stopped holds one link alive and not the history behind it.
/// </summary>
internal sealed class FeedLink(ObjectChange? change)
{
    /// <summary>What follows a link whose next event is gone.</summary>
    public static readonly FeedLink Cut = new((ObjectChange?)null);

    private FeedLink? _next;

    /// <summary>The event; null on the link before a channel's first event.</summary>
    public ObjectChange? Change { get; } = change;

    public FeedLink? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }
}

namespace Orleans.Kube.Silo.Watching;

/// <summary>How the server treats its watchers.</summary>
public sealed record WatchOptions
{
    /// <summary>How often a watcher that wants bookmarks gets one.</summary>
    public TimeSpan BookmarkEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a watcher may take no bytes before it is dropped.</summary>
    public TimeSpan SlowReaderPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From this many watchers of a resource on, each waits a <see cref="Beat"/> after it was served.</summary>
    public int PacedFrom { get; init; } = 200;

    /// <summary>How long an event may wait for its neighbours when there are many watchers of its resource.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Watchers whose beats end within such a span are served together.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(2);
}

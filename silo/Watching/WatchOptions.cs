namespace Orleans.Kube.Silo.Watching;

/// <summary>How the server treats its watchers.</summary>
public sealed record WatchOptions
{
    /// <summary>How often a watcher that wants bookmarks gets one.</summary>
    public TimeSpan BookmarkEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a watcher may take no bytes before it is dropped.</summary>
    public TimeSpan SlowReaderPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From this many watchers of a resource on, each waits a <see cref="Beat"/> between one look at the changes and the next.</summary>
    public int PacedFrom { get; init; } = 200;

    /// <summary>What a beat grows by with each watcher: about the time that it takes to serve one.</summary>
    public TimeSpan BeatPerWatcher { get; init; } = TimeSpan.FromMicroseconds(60) / Environment.ProcessorCount;

    /// <summary>The longest beat.</summary>
    public TimeSpan LongestBeat { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many watchers are served before others get to run.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How long an event may wait for its neighbours when a resource has so many watchers.</summary>
    public TimeSpan Beat(int watchers) => BeatPerWatcher * watchers is var beat && beat < LongestBeat ? beat : LongestBeat;
}

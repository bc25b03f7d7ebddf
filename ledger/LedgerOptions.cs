namespace Orleans.Kube.Ledger;

/// <summary>Where a ledger is kept, and its bounds.</summary>
public sealed record LedgerOptions
{
    public required LedgerStore Store { get; init; }

    /// <summary>SQLite: the path of the database file. PostgreSQL: an Npgsql connection string.</summary>
    public required string Location { get; init; }

    /// <summary>The name under which this process holds the writer lease. On PostgreSQL a holder of the same name takes its own lease over at once.</summary>
    public string Holder { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>How long the writer lease outlives its last renewal (PostgreSQL; on SQLite a file lock ends with its process).</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a write waits for a slow or lost database before it fails.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause before a failed database is tried again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a follower looks for changes that no notification announced.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the log keeps a revision.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many rows the log keeps at most, whatever their age.</summary>
    public int LogRows { get; init; } = 500_000;

    /// <summary>How often old ranges of the log are looked for.</summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many rows one compaction step drops: it drops whole ranges of this size only.</summary>
    public int CompactionRange { get; init; } = 1_000;

    /// <summary>The pause between two such steps, in which writers have the database for themselves.</summary>
    public TimeSpan CompactionPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How many recent events watchers can catch up on.</summary>
    public int RingEvents { get; init; } = 50_000;

    /// <summary>How many bytes of JSON those events may hold.</summary>
    public long RingBytes { get; init; } = 64L << 20;

    /// <summary>How many writes one transaction takes at most.</summary>
    public int BatchWrites { get; init; } = 512;

    /// <summary>How many bytes of JSON one transaction takes at most (a single larger write goes alone).</summary>
    public int BatchBytes { get; init; } = 4 << 20;

    /// <summary>How many rows one read of the log takes.</summary>
    public int FollowRows { get; init; } = 5_000;

    /// <summary>False gives up durability for speed on SQLite: a test's store, never a cluster's.</summary>
    public bool Durable { get; init; } = true;
}

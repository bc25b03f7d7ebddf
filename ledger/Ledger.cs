using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Log;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Ledger.View;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger;

/// <summary>
/// The ordered, durable history of all objects in SQL, and its latest state in memory. Writes are compare-and-sets, committed in groups and
/// answered when they are durable and visible here; reads never touch the database. One process at a time writes, under the
/// <see cref="WriterLease"/>; all others follow. Safe for any number of threads.
/// </summary>
public sealed class Ledger : IClusterState, IAsyncDisposable
{
    private readonly ClusterState _state;
    private readonly LogFollower _follower;
    private readonly CommitLoop _commits;
    private readonly LeaseKeeper _leases;
    private readonly FollowLoop _following;
    private readonly CompactionLoop _compaction;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private bool _disposed;

    private Ledger(SqlDialect dialect, LoadedLedger loaded, string database, LedgerOptions options, TimeProvider time, ILoggerFactory logging)
    {
        (_options, _time, Database) = (options, time, database);
        _state = new(loaded, options.RingEvents, options.RingBytes);
        _follower = new(dialect, _state, options);
        _commits = new(dialect, _state, _follower, options, time, logging.CreateLogger<CommitLoop>());
        _leases = new(dialect, _commits, _follower, options, time, logging.CreateLogger<LeaseKeeper>());
        _following = new(dialect, _follower, _leases, options, time, logging.CreateLogger<FollowLoop>());
        _compaction = new(dialect, _state, _leases, options, time, logging.CreateLogger<CompactionLoop>());
    }

    /// <summary>The database product and version that run, and for SQLite which library.</summary>
    public string Database { get; }

    /// <summary>The writer lease, while this process holds it.</summary>
    public WriterLease? Lease => _leases.Current;

    /// <summary>What went wrong when the database was last written to or, where another process writes, followed; null while all is well. Asks nobody.</summary>
    public string? Trouble => Lease is null ? _following.Trouble : _commits.Trouble;

    /// <inheritdoc/>
    public IClusterView Current => _state.Current;

    /// <summary>Opens the store, creating it where there is none, loads the current state and begins to follow it.</summary>
    /// <exception cref="LedgerUnavailableException">The database cannot be used.</exception>
    public static async Task<Ledger> OpenAsync(
        LedgerOptions options, TimeProvider time, ILoggerFactory logging, CancellationToken cancellationToken = default)
    {
        var ledger = await Task.Run(() => Open(options, time, logging), cancellationToken);
        ledger._following.Start();
        ledger._compaction.Start();
        return ledger;
    }

    /// <summary>Takes the writer lease; null where another process holds it. A lease that is held already is returned again.</summary>
    /// <exception cref="LedgerUnavailableException">The database did not answer.</exception>
    public async Task<WriterLease?> TryAcquireLeaseAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _leases.TryAcquireAsync(cancellationToken);
        }
        catch (DbException failure)
        {
            throw new LedgerUnavailableException("the writer lease could not be asked for", failure);
        }
    }

    /// <summary>Waits until this process has the writer lease.</summary>
    public async Task<WriterLease> AcquireLeaseAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await TryAcquireLeaseAsync(cancellationToken) is { } lease) return lease;
            await Task.Delay(_options.PollInterval, _time, cancellationToken);
        }
    }

    /// <summary>Commits a write, or finds it stale. When it returns, the outcome is durable and <see cref="Current"/> shows it.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellationToken">Ends the wait, not the write.</param>
    /// <exception cref="ArgumentException">A deletion that expects the object not to exist.</exception>
    /// <exception cref="LeaseLostException">This process does not hold the writer lease.</exception>
    /// <exception cref="LedgerUnavailableException">The database did not answer in time; the outcome is not known.</exception>
    public ValueTask<LedgerResult> WriteAsync(LedgerWrite write, CancellationToken cancellationToken = default)
    {
        if (write is { Kind: WriteKind.Delete, ExpectedRevision: 0 })
            throw new ArgumentException("a deletion names the revision that it removes", nameof(write));
        cancellationToken.ThrowIfCancellationRequested();
        var result = _commits.Enqueue(write);
        return new(cancellationToken.CanBeCanceled ? result.WaitAsync(cancellationToken) : result);
    }

    /// <inheritdoc/>
    public ValueTask<IClusterView> AtLeastAsync(long revision, CancellationToken cancellationToken = default) =>
        _state.AtLeastAsync(revision, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">
    /// This process cannot be sure to have the latest state: it does not hold a valid lease and the database did not answer.
    /// </exception>
    public ValueTask<IClusterView> LatestAsync(CancellationToken cancellationToken = default) =>
        _leases.Current is { IsValid: true } ? new(_state.Current) : new(AskAsync(cancellationToken));

    /// <inheritdoc/>
    public IClusterView? Past(GroupResource resource, long revision) => _state.Past(resource, revision);

    /// <inheritdoc/>
    public IChangeCursor Follow(GroupResource? resource, long after) => _state.Follow(resource, after);

    /// <summary>Commits what waits, gives the lease back and closes the store. Does nothing the second time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _compaction.DisposeAsync();
        await _following.DisposeAsync();
        await Task.Run(_commits.Dispose);
        if (_commits.Lease is { } lease) await _leases.ReleaseAsync(lease);
        _follower.Dispose();
    }

    private static Ledger Open(LedgerOptions options, TimeProvider time, ILoggerFactory logging)
    {
        try
        {
            var dialect = SqlDialect.For(options);
            using var session = new LogSession(dialect);
            var database = session.Prepare();
            return new(dialect, session.Load(options.RingEvents), database, options, time, logging);
        }
        catch (DbException failure)
        {
            throw new LedgerUnavailableException($"the ledger at {options.Location} cannot be opened", failure);
        }
    }

    private async Task<IClusterView> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(_follower.CatchUp, cancellationToken);
            return _state.Current;
        }
        catch (DbException failure)
        {
            throw new LedgerUnavailableException("the database could not be asked for the latest revision", failure);
        }
    }
}

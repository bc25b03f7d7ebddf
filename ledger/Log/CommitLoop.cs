using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Ledger.View;

namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// The one thread that writes: it takes whatever waits, commits it as one transaction, shows it, then answers. While a commit runs the
/// next batch gathers, so batches grow with the load and a lone write waits for nothing.
/// </summary>
internal sealed partial class CommitLoop : IDisposable
{
    private readonly SqlDialect _dialect;
    private readonly ClusterState _state;
    private readonly LogFollower _follower;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;
    private readonly List<PendingWrite> _writes = [];
    private LogSession? _session;
    private WriterLease? _lease;
    private CommitBatch? _uncertain;
    private bool _isSettled;

    public CommitLoop(SqlDialect dialect, ClusterState state, LogFollower follower, LedgerOptions options, TimeProvider time, ILogger logger)
    {
        (_dialect, _state, _follower, _options, _time, _logger) = (dialect, state, follower, options, time, logger);
        _thread = new(Run) { Name = "ledger writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The lease that commits are made under; null where this process may not write.</summary>
    public WriterLease? Lease
    {
        get => Volatile.Read(ref _lease);
        set => Volatile.Write(ref _lease, value);
    }

    /// <summary>Why the last commit failed; null when it did not.</summary>
    public string? Trouble { get; private set; }

    public Task<LedgerResult> Enqueue(LedgerWrite write)
    {
        var deadline = _time.GetTimestamp() + (long)(_options.WriteTimeout.TotalSeconds * _time.TimestampFrequency);
        var pending = new PendingWrite(write, deadline);
        if (!_queue.TryAdd(pending)) pending.Fail(new ObjectDisposedException(nameof(Ledger)));
        return pending.Task;
    }

    /// <summary>Commits what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Close();
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (_queue.Take(_writes, _options.BatchWrites, _options.BatchBytes))
        {
            try
            {
                Step();
            }
            catch (Exception failure)
            {
                Recover(failure);
            }

            _writes.RemoveAll(static write => write.Task.IsCompleted);
        }

        Disconnect();
    }

    private void Step()
    {
        if (Lease is not { } lease)
        {
            Fail(new LeaseLostException("this silo does not hold the writer lease"));
            return;
        }

        _session ??= new(_dialect);
        if ((!_isSettled || !lease.IsValid) && !TrySettle(lease)) return;
        var batch = CommitBatch.Build(_state.Current, lease.Epoch, _writes);
        if (batch.Entries.Count > 0) Commit(batch);
    }

    private void Commit(CommitBatch batch)
    {
        (_uncertain, _isSettled) = (batch, false);
        var outcome = _session!.Write(batch, _time.GetUtcNow());
        _uncertain = null;
        switch (outcome)
        {
            case CommitOutcome.Committed:
                Show(batch);
                break;
            case CommitOutcome.Fenced:
                ExpireWrites(null);
                break;
            case CommitOutcome.Mismatch:
                LogMismatch(batch.FirstRevision);
                _follower.Reload();
                ExpireWrites(null);
                break;
        }
    }

    /// <summary>Finds out where the ledger is after a failure, and what became of the batch that was under way.</summary>
    /// <returns>Whether writing can go on.</returns>
    private bool TrySettle(WriterLease lease)
    {
        var next = _state.Current.Revision + 1;
        var head = _session!.ReadHeadLocked();
        switch (CommitResolution.Decide(_uncertain?.FirstRevision ?? next, _uncertain?.LastRevision ?? next, lease.Epoch, head))
        {
            case CommitFate.LeaseLost:
                lease.Lose();
                Fail(new LeaseLostException($"another silo took the writer lease (epoch {head.Epoch}, this one had {lease.Epoch})"));
                _uncertain = null;
                return false;
            case CommitFate.Committed when _uncertain is { } committed:
                Show(committed);
                break;
            case CommitFate.Committed or CommitFate.Diverged:
                _follower.CatchUp();
                break;
        }

        (_uncertain, _isSettled) = (null, true);
        return true;
    }

    private void Show(CommitBatch batch)
    {
        _state.Publish(batch);
        batch.Acknowledge();
        (_isSettled, Trouble) = (true, null);
    }

    /// <summary>Connects anew after a pause, and lets go of those who waited long enough.</summary>
    private void Recover(Exception failure)
    {
        LogFailed(failure, _writes.Count);
        Disconnect();
        (_isSettled, Trouble) = (false, failure.Message);
        ExpireWrites(failure);
        if (_writes.Count > 0) _stopping.Wait(_options.RetryDelay);
    }

    private void ExpireWrites(Exception? cause)
    {
        var now = _time.GetTimestamp();
        _queue.Expire(now);
        foreach (var write in _writes)
            if (write.Deadline <= now) write.Fail(PendingWrite.TooLate(cause));
    }

    private void Fail(Exception failure)
    {
        foreach (var write in _writes) write.Fail(failure);
    }

    private void Disconnect()
    {
        try
        {
            _session?.Dispose();
        }
        catch (DbException failure)
        {
            LogDisconnect(failure);
        }

        _session = null;
    }

    [LoggerMessage(LogLevel.Warning, "{Writes} writes wait: the database failed, connecting again")]
    private partial void LogFailed(Exception failure, int writes);

    [LoggerMessage(LogLevel.Error, "The stored objects are not what revision {Revision} was built on: loading them afresh")]
    private partial void LogMismatch(long revision);

    [LoggerMessage(LogLevel.Debug, "The failed connection did not close cleanly")]
    private partial void LogDisconnect(Exception failure);
}

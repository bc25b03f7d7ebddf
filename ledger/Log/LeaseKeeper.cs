using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Sql;

namespace Orleans.Kube.Ledger.Log;

/// <summary>Takes the writer lease, renews it while it is held, and gives it back.</summary>
internal sealed partial class LeaseKeeper(
    SqlDialect dialect, CommitLoop commits, LogFollower follower, LedgerOptions options, TimeProvider time, ILogger logger)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IDisposable? _entry;
    private Task _renewing = Task.CompletedTask;

    /// <summary>The lease while it is held.</summary>
    public WriterLease? Current => commits.Lease is { Lost.IsCancellationRequested: false } lease ? lease : null;

    /// <returns>The lease, with everything committed under earlier ones already shown; null where another process holds it.</returns>
    public async Task<WriterLease?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return Current ?? await Task.Run(TryAcquire, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask ReleaseAsync(WriterLease lease)
    {
        await _turn.WaitAsync();
        try
        {
            if (commits.Lease != lease) return;
            commits.Lease = null;
            var wasHeld = !lease.Lost.IsCancellationRequested;
            lease.Lose();
            await _renewing;
            if (wasHeld) await Task.Run(() => GiveBack(lease));
            Leave();
        }
        finally
        {
            _turn.Release();
        }
    }

    private WriterLease? TryAcquire()
    {
        _entry ??= dialect.TryEnter();
        if (_entry is null) return null;
        WriterLease? lease = null;
        try
        {
            using var session = new LogSession(dialect);
            var asked = time.GetTimestamp();
            if (session.TryAcquireLease(options.Holder, options.LeaseDuration) is not { } epoch) return null;
            follower.CatchUp();
            lease = new(epoch, dialect.LeaseExpires ? options.LeaseDuration : null, asked, time, ReleaseAsync);
            commits.Lease = lease;
        }
        finally
        {
            if (lease is null) Leave();
        }

        LogAcquired(lease.Epoch);
        if (dialect.LeaseExpires) _renewing = RenewAsync(lease);
        return lease;
    }

    private async Task RenewAsync(WriterLease lease)
    {
        using var timer = new PeriodicTimer(options.LeaseDuration / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(lease.Lost)) await Task.Run(() => Renew(lease));
        }
        catch (OperationCanceledException)
        {
            LogEnded(lease.Epoch);
        }
    }

    private void Renew(WriterLease lease)
    {
        try
        {
            using var session = new LogSession(dialect);
            var asked = time.GetTimestamp();
            if (session.TryRenewLease(lease.Epoch, options.LeaseDuration))
            {
                lease.Renewed(asked);
                LogRenewed(lease.Epoch);
            }
            else
            {
                lease.Lose();
            }
        }
        catch (Exception failure)
        {
            // The lease stays held until another process takes it: only the database can say so.
            LogNotRenewed(failure, lease.Epoch);
        }
    }

    private void GiveBack(WriterLease lease)
    {
        try
        {
            using var session = new LogSession(dialect);
            session.ReleaseLease(lease.Epoch);
        }
        catch (Exception failure)
        {
            LogNotReleased(failure, lease.Epoch);
        }
    }

    private void Leave()
    {
        _entry?.Dispose();
        _entry = null;
    }

    [LoggerMessage(LogLevel.Information, "This process writes the ledger (epoch {Epoch})")]
    private partial void LogAcquired(long epoch);

    [LoggerMessage(LogLevel.Information, "This process no longer writes the ledger (epoch {Epoch})")]
    private partial void LogEnded(long epoch);

    [LoggerMessage(LogLevel.Debug, "The writer lease was renewed (epoch {Epoch})")]
    private partial void LogRenewed(long epoch);

    [LoggerMessage(LogLevel.Warning, "The writer lease was not renewed (epoch {Epoch})")]
    private partial void LogNotRenewed(Exception failure, long epoch);

    [LoggerMessage(LogLevel.Warning, "The writer lease was not given back and will expire (epoch {Epoch})")]
    private partial void LogNotReleased(Exception failure, long epoch);
}

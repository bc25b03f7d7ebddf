using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Ledger.View;

namespace Orleans.Kube.Ledger.Log;

/// <summary>Drops the old part of the log in the background while this process writes the ledger.</summary>
internal sealed partial class CompactionLoop(
    SqlDialect dialect, ClusterState state, LeaseKeeper leases, LedgerOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(options.CompactionInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                if (leases.Current is not null) await TryCompactAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task TryCompactAsync()
    {
        try
        {
            using var session = new LogSession(dialect);
            var cutoff = time.GetUtcNow() - options.Retention;
            var keepFrom = state.Current.Revision - options.LogRows;
            var ranges = 0;
            for (; session.TryDropOldestRange(options.CompactionRange, cutoff, keepFrom); ranges++)
                await Task.Delay(options.CompactionPause, time, _stopping.Token);
            if (ranges > 0) LogCompacted(ranges, options.CompactionRange);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Dropped {Ranges} ranges of {Rows} rows from the log")]
    private partial void LogCompacted(int ranges, int rows);

    [LoggerMessage(LogLevel.Warning, "Compacting the log failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Debug, "Compaction ended")]
    private partial void LogStopped();
}

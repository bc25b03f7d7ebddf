using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Sql;

namespace Orleans.Kube.Ledger.Log;

/// <summary>Follows the log while another process writes it; rests while this one does.</summary>
internal sealed partial class FollowLoop(
    SqlDialect dialect, LogFollower follower, LeaseKeeper leases, LedgerOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
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
        try
        {
            while (true)
            {
                if (leases.Current is null) TryCatchUp();
                await dialect.WaitForChangeAsync(options.PollInterval, time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private void TryCatchUp()
    {
        try
        {
            follower.CatchUp();
        }
        catch (DbException failure)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Following the ledger failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Debug, "Following the ledger ended")]
    private partial void LogStopped();
}

using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger.Sql;

namespace Orleans.Kube.Ledger.Log;

/// <summary>Follows the log while another process writes it; rests while this one does.</summary>
internal sealed partial class FollowLoop(
    SqlDialect dialect, LogFollower follower, LeaseKeeper leases, LedgerOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Why the log could not be read the last time; null when it could.</summary>
    public string? Trouble { get; private set; }

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await using var signal = dialect.CreateSignal(time);
        try
        {
            while (true) await StepAsync(signal);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task StepAsync(IChangeSignal signal)
    {
        if (leases.Current is null)
        {
            TryCatchUp();
            await signal.WaitAsync(options.PollInterval, _stopping.Token);
            return;
        }

        await signal.RestAsync();
        await Task.Delay(options.PollInterval, time, _stopping.Token);
    }

    private void TryCatchUp()
    {
        try
        {
            follower.CatchUp();
            Trouble = null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Trouble = failure.Message;
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Following the ledger failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Debug, "Following the ledger ended")]
    private partial void LogStopped();
}

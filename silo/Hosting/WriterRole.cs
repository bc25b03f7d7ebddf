using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Grains;
using Orleans.Kube.Ledger;
using Orleans.Kube.Silo.Bootstrap;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Peers;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>
/// Makes this silo the one that writes while it holds the writer lease: grains run, bootstrap objects are there, changes wake grains. Without
/// the lease it serves reads and watches, passes on the rest, and waits.
/// </summary>
public sealed partial class WriterRole(
    Ledger.Ledger ledger, IGrainEngine engine, BootstrapObjects bootstrap, ChangeRouter router, ActiveSilo active, TimeProvider time, ILogger<WriterRole> log) : IHealthReporter
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    // What the grains do that take part in writes, and those that changes wake.
    private readonly Milestone[] _engine = [new("start-apiserver-admission-initializer")];
    private readonly Milestone[] _routing =
    [
        new("start-apiextensions-controllers"), new("start-service-ip-repair-controllers"), new("apiservice-status-local-available-controller"),
        new("apiservice-status-remote-available-controller"),
    ];

    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<IHealthCheck> Checks => [.. _engine, .. _routing];

    /// <summary>Completes when it is known for the first time whether this silo writes, and if it does, once it can.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Takes the role whenever it is free, until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(await AcquireAsync(stopping), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Faltered(log, failure);
                await Task.Delay(RetryAfter, time, CancellationToken.None);
            }
        }
    }

    private async Task<WriterLease> AcquireAsync(CancellationToken stopping)
    {
        if (await ledger.TryAcquireLeaseAsync(stopping) is { } free) return free;
        Waiting(log);
        bootstrap.IsDoneElsewhere();
        Reach([.. _engine, .. _routing]);
        _settled.TrySetResult();
        return await ledger.AcquireLeaseAsync(stopping);
    }

    private async Task HoldAsync(WriterLease lease, CancellationToken stopping)
    {
        await using var held = lease;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, stopping);
        try
        {
            await engine.StartAsync(until.Token);
            Reach(_engine);
            active.IsHere = true;
            await bootstrap.EnsureAsync(until.Token);
            await router.StartAsync(until.Token);
            Reach(_routing);
            Active(log, lease.Epoch);
            _settled.TrySetResult();
            await WhenCancelledAsync(until.Token);
        }
        finally
        {
            active.IsHere = false;
            await router.StopAsync(CancellationToken.None);
            await engine.StopAsync(lease.Lost);
        }
    }

    private static void Reach(Milestone[] milestones) => Array.ForEach(milestones, static m => m.Reach());

    private static async Task WhenCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    [LoggerMessage(30, LogLevel.Information, "This silo writes (epoch {Epoch}).")]
    private static partial void Active(ILogger log, long epoch);

    [LoggerMessage(31, LogLevel.Information, "Another silo writes; this one serves reads and watches and waits for the lease.")]
    private static partial void Waiting(ILogger log);

    [LoggerMessage(32, LogLevel.Error, "The writer role faltered; it is taken up again.")]
    private static partial void Faltered(ILogger log, Exception failure);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>
/// Removes events that are older than their time. It may run on every silo: where no grains run it finds out with its first call, and leaves
/// the work to the silo where they do.
/// </summary>
public sealed class EventExpiry(IClusterState cluster, IGrainFactory grains, TimeProvider time, EventOptions options, ILogger<EventExpiry> logger) : BackgroundService
{
    private static readonly WriteContext Author = WriteContext.System("event-expiry");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ExpiryInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (SiloUnavailableException)
            {
                EventLog.NotHere(logger);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                EventLog.NotExpired(logger, error);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow() - options.Life;
        foreach (var stored in cluster.Current.List(Resources.Events))
        {
            cancellation.ThrowIfCancellationRequested();
            if (LastSeen(stored.As<Event>()) < oldest) await grains.ObjectGrain(stored.Key).DeleteAsync(new DeleteRequest(null, Author));
        }
    }

    private static DateTimeOffset? LastSeen(Event recorded) =>
        recorded.Series?.LastObservedTime?.Value ?? recorded.LastTimestamp ?? recorded.EventTime?.Value ?? recorded.Metadata.CreationTimestamp;
}

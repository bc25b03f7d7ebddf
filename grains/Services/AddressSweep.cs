using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>Removes IPAddresses that the control plane made and that no service has, and says so. Like <see cref="EventExpiry"/> it may run on every silo.</summary>
public sealed partial class AddressSweep(IClusterState cluster, IGrainFactory grains, TimeProvider time, EventRecorder events, ILogger<AddressSweep> logger) : BackgroundService
{
    private const int Parallelism = 16;
    private readonly PlanWriter _writes = new(grains, "ipallocator-repair-controller");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AddressPlanner.Leaks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(cluster.Current, time.GetUtcNow());
            }
            catch (SiloUnavailableException)
            {
                // No grains run here: addresses are removed elsewhere.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                NotSwept(logger, error);
            }
        }
    }

    private async Task SweepAsync(IClusterView view, DateTimeOffset now)
    {
        var strays = new List<ObjectWrite>();
        foreach (var item in view.List(Resources.IPAddresses))
        {
            if (item.Header.IsDeleting || AddressPlanner.Stray(item.As<IPAddress>(), key => view.Find(key)?.As<Service>(), now) is not { } told) continue;
            events.Record(item, told, told.Component!);
            strays.Add(ObjectDeletion.Of(Resources.IPAddresses, item.As<IPAddress>()));
        }

        await _writes.WriteAsync(strays, Parallelism);
    }

    [LoggerMessage(1, LogLevel.Warning, "IPAddresses could not be swept; the next round tries again.")]
    private static partial void NotSwept(ILogger logger, Exception error);
}

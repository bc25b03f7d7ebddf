using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>
/// Grains on Microsoft Orleans: a silo in this process, which starts and stops with the host. The silo that holds the writer lease works,
/// the others stand by, as on the embedded engine.
/// </summary>
internal sealed class GrainEngine(IGrainFactory grains) : IGrainEngine
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the activations, so that under the next lease each reads its state afresh.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, cancellationToken);

    public static void Add(IServiceCollection services) => services.AddSingleton<IGrainEngine, GrainEngine>().AddOrleans(static silo => silo
        .UseLocalhostClustering(FreePort(), gatewayPort: 0));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

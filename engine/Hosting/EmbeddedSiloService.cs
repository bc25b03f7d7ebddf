using Microsoft.Extensions.Hosting;

namespace Orleans.Kube.Engine;

/// <summary>Starts and stops the silo with the host, where that is wanted.</summary>
internal sealed class EmbeddedSiloService(EmbeddedSilo silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        silo.Options.StartWithHost ? silo.StartAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}

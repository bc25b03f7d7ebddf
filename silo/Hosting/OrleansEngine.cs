using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Grains on Microsoft Orleans, which the application's host starts and stops (<c>UseOrleans</c>): every silo is active.</summary>
internal sealed class GrainEngine : IGrainEngine
{
    public bool RunsOnEverySilo => true;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static void Add(IServiceCollection services) => services.AddSingleton<IGrainEngine, GrainEngine>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Kube.Controllers.Scheduling;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>Registers what the scheduler needs.</summary>
internal static class SchedulerServiceCollectionExtensions
{
    public static void AddScheduler(this IServiceCollection services)
    {
        services.TryAddSingleton<SchedulerOptions>();
        services.TryAddSingleton(PlacementRules.Default);
        services.TryAddSingleton<SchedulerServices>();
    }
}

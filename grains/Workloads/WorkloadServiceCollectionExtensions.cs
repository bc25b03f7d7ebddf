using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>Registers what workload grains need.</summary>
internal static class WorkloadServiceCollectionExtensions
{
    public static void AddWorkloads(this IServiceCollection services)
    {
        services.TryAddSingleton<WorkloadOptions>();
        services.TryAddSingleton<WorkloadServices>();
    }
}

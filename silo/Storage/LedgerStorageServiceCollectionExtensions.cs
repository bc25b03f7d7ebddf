using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Kube.Silo.Storage;

/// <summary>Registers the ledger as the grains' storage.</summary>
internal static class LedgerStorageServiceCollectionExtensions
{
    private const string Name = "ledger";

    public static IServiceCollection AddLedgerStorage(this IServiceCollection services)
    {
        services.AddSingleton<LedgerGrainStorage>();
        return services.AddKeyedSingleton<IGrainStorage>(Name, static (provider, _) => provider.GetRequiredService<LedgerGrainStorage>());
    }
}

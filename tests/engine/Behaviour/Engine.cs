using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A running silo with the grains of this assembly, a clock that the test moves, and a log it can read.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Engine(ServiceProvider services) => _services = services;

    public FakeTime Time { get; private init; } = new();

    public Probe Probe => _services.GetRequiredService<Probe>();

    public LogProbe Log => _services.GetRequiredService<LogProbe>();

    public MemoryStorage Storage => (MemoryStorage)_services.GetRequiredKeyedService<Orleans.Storage.IGrainStorage>("memory");

    public EmbeddedSilo Silo => _services.GetRequiredService<EmbeddedSilo>();

    public static async Task<Engine> StartAsync(EmbeddedEngineOptions? options = null)
    {
        var time = new FakeTime();
        var log = new LogProbe();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(options ?? new EmbeddedEngineOptions())
            .AddSingleton<Probe>()
            .AddSingleton(log)
            .AddScoped<ScopedThing>()
            .AddLogging(logging => logging.AddProvider(log))
            .AddKeyedSingleton<Orleans.Storage.IGrainStorage>("memory", new MemoryStorage())
            .AddEmbeddedGrains(typeof(Engine).Assembly);
        var engine = new Engine(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true })) { Time = time };
        await engine.Silo.StartAsync();
        return engine;
    }

    public TGrain Get<TGrain>(string key = "one")
        where TGrain : IGrainWithStringKey => Silo.GetGrain<TGrain>(key);

    public async ValueTask DisposeAsync()
    {
        Probe.OpenAll();
        await Silo.StopAsync(new CancellationToken(canceled: true));
        await _services.DisposeAsync();
    }
}

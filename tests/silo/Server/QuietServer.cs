namespace Orleans.Kube.Tests.Silo;

/// <summary>A control plane for tests that look at all that is served: in the shared one, others add resources meanwhile.</summary>
public sealed class QuietServer : IAsyncLifetime
{
    public ApiServerFixture Server { get; } = new();

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

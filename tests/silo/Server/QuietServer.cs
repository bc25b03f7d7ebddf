namespace Orleans.Kube.Tests.Silo;

/// <summary>A control plane for tests that look at all that is served, or have what concerns all: in the shared one, others run meanwhile.</summary>
public sealed class QuietServer : IAsyncLifetime
{
    public ApiServerFixture Server { get; } = new();

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

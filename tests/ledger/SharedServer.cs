[assembly: AssemblyFixture(typeof(Orleans.Kube.Ledger.Tests.SharedServer))]

namespace Orleans.Kube.Ledger.Tests;

/// <summary>The one PostgreSQL server of a test run, started by the first test that needs it.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer>> _server = new(StartAsync);

    public Task<PostgreSqlServer> Server => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }

    private static async Task<PostgreSqlServer> StartAsync()
    {
        var server = new PostgreSqlServer();
        await server.CreateAsync();
        return server;
    }
}

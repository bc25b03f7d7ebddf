using Npgsql;

namespace Orleans.Kube.Ledger.Tests;

public sealed class PostgreSqlStore : ITestStore
{
    private string _location = "";

    public async Task<LedgerOptions> CreateAsync()
    {
        var shared = (SharedServer)(await TestContext.Current.GetFixture(typeof(SharedServer)))!;
        _location = await (await shared.Server).CreateSchemaAsync();
        return new() { Store = LedgerStore.PostgreSql, Location = _location };
    }

    public async Task<IAsyncDisposable> BlockAsync()
    {
        var connection = new NpgsqlConnection(_location);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT 1 FROM ledger_head FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

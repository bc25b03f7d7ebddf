using Microsoft.Data.Sqlite;

namespace Orleans.Kube.Ledger.Tests;

public sealed class SqliteStore : ITestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-");

    private string Location => Path.Combine(_folder.FullName, "ledger.db");

    public Task<LedgerOptions> CreateAsync() =>
        Task.FromResult(new LedgerOptions { Store = LedgerStore.Sqlite, Location = Location, PollInterval = TimeSpan.FromMilliseconds(20) });

    public async Task<IAsyncDisposable> BlockAsync()
    {
        var connection = new SqliteConnection($"Data Source={Location};Pooling=False");
        await connection.OpenAsync();
        connection.BeginTransaction(deferred: false);
        return connection;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

using Microsoft.Data.Sqlite;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>The writer dies in the middle of its load, many times: no acknowledged write is lost and nothing is corrupted.</summary>
public sealed class SqliteCrashTests
{
    private readonly Random _random = new(20_26);

    [Fact]
    public async Task Sqlite_survives_kill_9_of_the_writer()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-crash-");
        var path = Path.Combine(folder.FullName, "ledger.db");
        for (var round = 0; round < 12; round++)
        {
            using var victim = new Victim(LedgerStore.Sqlite, path);
            await victim.AcknowledgeAsync(_random.Next(1, 1_500));
            await Survivors.VerifyAsync(LedgerStore.Sqlite, path, await victim.KillAsync());
            CheckIntegrity(path);
        }

        folder.Delete(recursive: true);
    }

    private static void CheckIntegrity(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        command.ExecuteScalar().ShouldBe("ok");
    }
}

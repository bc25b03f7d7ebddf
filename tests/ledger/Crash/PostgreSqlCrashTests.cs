using Npgsql;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>The writer, its backend or the whole server die in the middle of the load: no acknowledged write is lost.</summary>
public sealed class PostgreSqlCrashTests
{
    private readonly Random _random = new(20_26);

    [Fact]
    public async Task PostgreSql_survives_kill_9_of_the_writer_of_a_backend_and_of_the_server()
    {
        await using var server = new PostgreSqlServer();
        await server.CreateAsync();
        var location = await server.CreateSchemaAsync();
        for (var round = 0; round < 6; round++)
        {
            using var victim = new Victim(LedgerStore.PostgreSql, location);
            await victim.AcknowledgeAsync(_random.Next(1, 1_500));
            if (round % 3 == 1) await RestartAsync(server);
            if (round % 3 == 2) await KillBackendAsync(location);

            // The writer comes back by itself and goes on.
            if (round % 3 != 0) await victim.AcknowledgeAsync(_random.Next(1_000, 2_000));
            await Survivors.VerifyAsync(LedgerStore.PostgreSql, location, await victim.KillAsync());
        }
    }

    private static async Task RestartAsync(PostgreSqlServer server)
    {
        await server.CrashAsync();
        await server.StartAsync();
    }

    private static async Task KillBackendAsync(string location)
    {
        await using var connection = new NpgsqlConnection(location);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            // The one that writes; between two of its statements, any of the writer's process.
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY (query LIKE 'WITH batch%' OR query = 'COMMIT') DESC LIMIT 1", connection);
        PostgreSqlServer.Kill((int)(await command.ExecuteScalarAsync()).ShouldNotBeNull());
    }
}

using System.Data.Common;
using Npgsql;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>Listens on a connection of its own. Where that fails the interval stands in, and the next wait connects anew.</summary>
internal sealed class PostgreSqlSignal(string connectionString, TimeProvider time) : IChangeSignal
{
    private NpgsqlConnection? _connection;

    public async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await ListenAsync(cancellationToken);
            await _connection.WaitAsync(interval, cancellationToken);
        }
        catch (DbException)
        {
            // The follower's own read reports what is wrong; here the poll goes on.
            await RestAsync();
            await Task.Delay(interval, time, cancellationToken);
        }
    }

    public async ValueTask RestAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }

    public ValueTask DisposeAsync() => RestAsync();

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"LISTEN {PostgreSqlDialect.Channel}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

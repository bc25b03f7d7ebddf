using Npgsql;
using NpgsqlTypes;
using Orleans.Kube.Ledger.Log;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>
/// Writes a whole batch with one prepared statement over arrays, so a transaction is two round trips whatever its size. The head's row is
/// both the lock that orders writers and the fence: where the head or the epoch moved, nothing is written.
/// </summary>
internal sealed class PostgreSqlBatchWriter : IBatchWriter
{
    private const string Statement = $"""
        WITH batch AS MATERIALIZED (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS b (key, previous, revision, logged, deleted, content)),
        fence AS (
            UPDATE ledger_head SET revision = $7 WHERE revision = $8 AND epoch = $9 RETURNING 1),
        logged AS (
            INSERT INTO ledger_log (revision, key, previous, deleted, written, content)
            SELECT revision, key, previous, deleted, $10, content FROM batch WHERE logged ORDER BY revision),
        inserted AS (
            INSERT INTO ledger_objects (key, revision, logged, content)
            SELECT key, revision, logged, content FROM batch WHERE previous = 0 AND NOT deleted
            ON CONFLICT DO NOTHING RETURNING 1),
        updated AS (
            UPDATE ledger_objects o SET revision = b.revision, logged = b.logged, content = b.content
            FROM batch b WHERE b.previous <> 0 AND NOT b.deleted AND o.key = b.key AND o.revision = b.previous RETURNING 1),
        removed AS (
            DELETE FROM ledger_objects o USING batch b WHERE b.deleted AND o.key = b.key AND o.revision = b.previous RETURNING 1)
        SELECT (SELECT count(*) FROM fence),
            (SELECT count(*) FROM inserted) + (SELECT count(*) FROM updated) + (SELECT count(*) FROM removed),
            pg_notify('{PostgreSqlDialect.Channel}', '')
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;

    public PostgreSqlBatchWriter(NpgsqlConnection connection)
    {
        _connection = connection;
        _command = new(Statement, connection);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, 1);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Bigint, 2);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Boolean, 2);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Bytea, 1);
        Add(NpgsqlDbType.Bigint, 4);
    }

    public CommitOutcome Write(CommitBatch batch, long written)
    {
        Bind(batch, written);
        using var transaction = _connection.BeginTransaction();
        _command.Transaction = transaction;
        if (!_command.IsPrepared) _command.Prepare();
        var (fenced, changed) = Execute();
        if (fenced == 1 && changed == batch.Entries.Count)
        {
            transaction.Commit();
            return CommitOutcome.Committed;
        }

        transaction.Rollback();
        return fenced == 0 ? CommitOutcome.Fenced : CommitOutcome.Mismatch;
    }

    public void Dispose() => _command.Dispose();

    private void Add(NpgsqlDbType type, int count)
    {
        for (var index = 0; index < count; index++) _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
    }

    private void Bind(CommitBatch batch, long written)
    {
        var entries = batch.Entries;
        object[] values = [
            Column(entries, static entry => entry.Key), Column(entries, static entry => entry.Previous),
            Column(entries, static entry => entry.After.Revision), Column(entries, static entry => entry.IsLogged),
            Column(entries, static entry => entry.IsDelete), Column(entries, static entry => entry.Content),
            batch.LastRevision, batch.Head, batch.Epoch, written];
        for (var index = 0; index < values.Length; index++) _command.Parameters[index].Value = values[index];
    }

    private static TValue[] Column<TValue>(IReadOnlyList<BatchEntry> entries, Func<BatchEntry, TValue> value)
    {
        var column = new TValue[entries.Count];
        for (var index = 0; index < column.Length; index++) column[index] = value(entries[index]);
        return column;
    }

    private (long Fenced, long Changed) Execute()
    {
        using var reader = _command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}

using System.Data.Common;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// One connection to the log: append, follow, load, compact, lease. For one thread at a time. After a database exception it must be
/// disposed and opened anew.
/// </summary>
internal sealed class LogSession(SqlDialect dialect) : IDisposable
{
    private readonly DbConnection _connection = dialect.Connect();
    private readonly StorageKey _keys = new();
    private IBatchWriter? _writer;

    /// <summary>Creates the tables where they are missing and checks that this program knows their layout.</summary>
    /// <exception cref="LedgerUnavailableException">The database holds a ledger of a later version.</exception>
    public string Prepare()
    {
        Execute(dialect.CreateSchema);
        var version = Convert.ToInt64(Scalar(dialect.ReadSchemaVersion));
        if (version > SqlDialect.SchemaVersion)
            throw new LedgerUnavailableException($"the ledger has layout {version}; this program knows layouts up to {SqlDialect.SchemaVersion}");
        return dialect.Describe(_connection);
    }

    public CommitOutcome Write(CommitBatch batch, DateTimeOffset now)
    {
        _writer ??= dialect.CreateWriter(_connection);
        lock (dialect.WriterGate) return _writer.Write(batch, now.ToUnixTimeMilliseconds());
    }

    /// <summary>The head, once no transaction is changing it.</summary>
    public LedgerHead ReadHeadLocked() => ReadHead(dialect.ReadHeadLocked, null);

    public LedgerHead ReadHead() => ReadHead(dialect.ReadHead, null);

    /// <summary>What came after a revision, from one snapshot.</summary>
    public LogPage ReadAfter(long revision, int limit)
    {
        using var snapshot = dialect.BeginSnapshot(_connection);
        var head = ReadHead(dialect.ReadHead, snapshot);
        if (head.Revision == revision) return new(head, [], []);
        var logged = ReadLog(dialect.ReadLog, snapshot, ("@after", revision), ("@limit", limit));
        var unlogged = ReadStates(dialect.ReadUnlogged, snapshot, ("@after", revision));
        snapshot.Commit();
        return new(head, logged, unlogged);
    }

    /// <summary>Everything there is, and the newest rows of the log in order, from one snapshot.</summary>
    public LoadedLedger Load(int logRows)
    {
        using var snapshot = dialect.BeginSnapshot(_connection);
        var head = ReadHead(dialect.ReadHead, snapshot);
        var objects = ReadStates(dialect.ReadObjects, snapshot);
        var log = ReadLog(dialect.ReadLogNewestFirst, snapshot, ("@limit", logRows));
        log.Reverse();
        var floor = log.Count < logRows ? head.Compacted : log[0].Revision - 1;
        var unlogged = ReadStates(dialect.ReadUnlogged, snapshot, ("@after", floor));
        snapshot.Commit();
        return new(head, floor, objects, new(head, log, unlogged));
    }

    /// <summary>Drops the oldest range of the log if it is older than the cutoff, or if it lies before <paramref name="keepFrom"/>.</summary>
    /// <returns>Whether a range was dropped, so that there may be another.</returns>
    public bool TryDropOldestRange(int rows, DateTimeOffset cutoff, long keepFrom)
    {
        long upto, written;
        using (var command = Command(dialect.ReadRangeEnd, null, ("@range", rows)))
        using (var reader = command.ExecuteReader())
        {
            if (!reader.Read()) return false;
            (upto, written) = (reader.GetInt64(0), reader.GetInt64(1));
        }

        if (written >= cutoff.ToUnixTimeMilliseconds() && upto >= keepFrom) return false;
        lock (dialect.WriterGate) DropLog(upto);
        return true;
    }

    /// <summary>Takes the writer lease.</summary>
    /// <returns>The new epoch, or null where another holder's lease is still good.</returns>
    public long? TryAcquireLease(string holder, TimeSpan duration) =>
        Scalar(dialect.AcquireLease, ("@holder", holder), ("@duration", (long)duration.TotalMilliseconds)) is { } epoch
            ? Convert.ToInt64(epoch)
            : null;

    /// <returns>False when another writer has taken the lease since.</returns>
    public bool TryRenewLease(long epoch, TimeSpan duration) =>
        Execute(dialect.RenewLease, null, ("@epoch", epoch), ("@duration", (long)duration.TotalMilliseconds)) == 1;

    public void ReleaseLease(long epoch) => Execute(dialect.ReleaseLease, null, ("@epoch", epoch));

    public void Dispose()
    {
        _writer?.Dispose();
        _connection.Dispose();
    }

    private void DropLog(long upto)
    {
        using var transaction = _connection.BeginTransaction();
        Execute(dialect.DropLog, transaction, ("@upto", upto));
        Execute(dialect.MarkCompacted, transaction, ("@upto", upto));
        transaction.Commit();
    }

    private LedgerHead ReadHead(string statement, DbTransaction? snapshot)
    {
        using var command = Command(statement, snapshot);
        using var reader = command.ExecuteReader();
        if (!reader.Read()) throw new LedgerUnavailableException("the ledger's head is missing");
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private List<LogRow> ReadStates(string statement, DbTransaction snapshot, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(statement, snapshot, parameters);
        using var reader = command.ExecuteReader();
        List<LogRow> rows = [];
        while (reader.Read()) rows.Add(new(ReadObject(reader), null, false));
        return rows;
    }

    private List<LogRow> ReadLog(string statement, DbTransaction snapshot, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(statement, snapshot, parameters);
        using var reader = command.ExecuteReader();
        List<LogRow> rows = [];
        while (reader.Read()) rows.Add(new(ReadObject(reader), reader.GetInt64(3), reader.GetBoolean(4)));
        return rows;
    }

    private ApiObject ReadObject(DbDataReader reader)
    {
        var revision = reader.GetInt64(1);
        var content = reader.GetFieldValue<byte[]>(2);
        return ApiObject.FromJson(_keys.Parse(reader.GetString(0)), revision, ObjectJson.WithResourceVersion(content, revision));
    }

    private DbCommand Command(string statement, DbTransaction? transaction, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    internal int Execute(string statement, DbTransaction? transaction = null, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(statement, transaction, parameters);
        return command.ExecuteNonQuery();
    }

    private object? Scalar(string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(statement, null, parameters);
        return command.ExecuteScalar();
    }
}

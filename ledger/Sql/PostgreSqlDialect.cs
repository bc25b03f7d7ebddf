using System.Data;
using System.Data.Common;
using Npgsql;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>PostgreSQL 13 or later, through Npgsql. Times of the lease are the database's, so clocks of silos need not agree.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    /// <summary>The channel that announces commits.</summary>
    public const string Channel = "ledger_changed";

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private readonly string _connectionString;

    public PostgreSqlDialect(string connectionString, TimeSpan timeout)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = seconds, Timeout = seconds, Pooling = false };
        builder.ApplicationName ??= "orleans-kube ledger";
        builder.Options ??= $"-c idle_in_transaction_session_timeout={seconds * 2}s";
        _connectionString = builder.ToString();
    }

    public override string CreateSchema => """
        SELECT pg_advisory_xact_lock(7075140938122571);
        CREATE TABLE IF NOT EXISTS ledger_head (
            one integer PRIMARY KEY CHECK (one = 1), schema_version bigint NOT NULL, revision bigint NOT NULL,
            epoch bigint NOT NULL, holder text NOT NULL, expires bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger_compaction (one integer PRIMARY KEY CHECK (one = 1), revision bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger_objects (
            key text COLLATE "C" PRIMARY KEY, revision bigint NOT NULL, logged boolean NOT NULL, content bytea NOT NULL);
        CREATE INDEX IF NOT EXISTS ledger_objects_unlogged ON ledger_objects (revision) WHERE NOT logged;
        CREATE TABLE IF NOT EXISTS ledger_log (
            revision bigint PRIMARY KEY, key text NOT NULL, previous bigint NOT NULL, deleted boolean NOT NULL,
            written bigint NOT NULL, content bytea NOT NULL);
        INSERT INTO ledger_compaction VALUES (1, 1) ON CONFLICT DO NOTHING;
        INSERT INTO ledger_head VALUES (1, 1, 1, 0, '', 0) ON CONFLICT DO NOTHING
        """;

    public override string ReadHeadLocked => ReadHead + " FOR UPDATE OF h";

    public override string AcquireLease =>
        $"UPDATE ledger_head SET epoch = epoch + 1, holder = @holder, expires = {Now} + @duration " +
        $"WHERE holder IN ('', @holder) OR expires < {Now} RETURNING epoch";

    public override string RenewLease => $"UPDATE ledger_head SET expires = {Now} + @duration WHERE epoch = @epoch";

    public override bool LeaseExpires => true;

    /// <summary>Writers do not bar each other here.</summary>
    public override object WriterGate => new();

    public override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        return connection;
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override IBatchWriter CreateWriter(DbConnection connection) => new PostgreSqlBatchWriter((NpgsqlConnection)connection);

    public override IChangeSignal CreateSignal(TimeProvider time) => new PostgreSqlSignal(_connectionString, time);

    /// <summary>Always free: the lease row alone decides.</summary>
    public override IDisposable? TryEnter() => new MemoryStream(0);

    public override string Describe(DbConnection connection) => $"PostgreSQL {connection.ServerVersion}";
}

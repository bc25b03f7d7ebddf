using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>SQLite in WAL mode: one file, one writing process, any number of readers.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    private readonly string _path;
    private readonly bool _durable;
    private readonly string _connectionString;
    private readonly int _busyMilliseconds;

    public SqliteDialect(string path, bool durable, TimeSpan timeout)
    {
        SqliteLibrary.Load();
        (_path, _durable, _busyMilliseconds) = (Path.GetFullPath(path), durable, (int)timeout.TotalMilliseconds);
        var seconds = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = seconds }.ToString();
    }

    public override string CreateSchema => """
        CREATE TABLE IF NOT EXISTS ledger_head (
            one INTEGER PRIMARY KEY CHECK (one = 1), schema_version INTEGER NOT NULL, revision INTEGER NOT NULL,
            epoch INTEGER NOT NULL, holder TEXT NOT NULL, expires INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger_compaction (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger_objects (
            key TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, logged INTEGER NOT NULL, content BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS ledger_objects_unlogged ON ledger_objects (revision) WHERE NOT logged;
        CREATE TABLE IF NOT EXISTS ledger_log (
            revision INTEGER PRIMARY KEY, key TEXT NOT NULL, previous INTEGER NOT NULL, deleted INTEGER NOT NULL,
            written INTEGER NOT NULL, content BLOB NOT NULL);
        INSERT INTO ledger_compaction VALUES (1, 1) ON CONFLICT DO NOTHING;
        INSERT INTO ledger_head VALUES (1, 1, 1, 0, '', 0) ON CONFLICT DO NOTHING;
        """;

    public override bool LeaseExpires => false;

    public override object WriterGate { get; } = new();

    public override string ReadHeadLocked => ReadHead;

    public override string AcquireLease => "UPDATE ledger_head SET epoch = epoch + 1, holder = @holder WHERE @duration >= 0 RETURNING epoch";

    public override string RenewLease => "UPDATE ledger_head SET holder = holder WHERE epoch = @epoch AND @duration >= 0";

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {_busyMilliseconds}"));
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA wal_autocheckpoint = 0");
        Execute(connection, "PRAGMA cache_size = -4000");
        Execute(connection, _durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
        return connection;
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override IBatchWriter CreateWriter(DbConnection connection) =>
        new SqliteBatchWriter((SqliteConnection)connection, new((SqliteConnection)Connect(), WriterGate, _durable));

    /// <summary>A lock on a file beside the database: the system frees it with the process, however that ends.</summary>
    public override IDisposable? TryEnter()
    {
        try
        {
            return new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(_path + ".lock"))
        {
            return null;
        }
    }

    public override IChangeSignal CreateSignal(TimeProvider time) => new IntervalSignal(time);

    public override string Describe(DbConnection connection) => $"SQLite {connection.ServerVersion} ({SqliteLibrary.Source})";

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

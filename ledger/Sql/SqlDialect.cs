using System.Data.Common;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>
/// A database's statements and how to connect to it. Tables: <c>ledger_head</c> (one row: schema version, head revision, writer lease),
/// <c>ledger_compaction</c> (one row), <c>ledger_objects</c> (the current state) and <c>ledger_log</c> (the history).
/// </summary>
internal abstract class SqlDialect
{
    /// <summary>The layout of the tables; a ledger of a later one is refused.</summary>
    public const long SchemaVersion = 1;

    /// <summary>Creates what is missing; the head of a new ledger is revision 1.</summary>
    public abstract string CreateSchema { get; }

    public string ReadSchemaVersion => "SELECT schema_version FROM ledger_head";

    public string ReadHead => "SELECT h.revision, c.revision, h.epoch FROM ledger_head h, ledger_compaction c";

    /// <summary>As <see cref="ReadHead"/>, after every transaction that is changing the head has ended.</summary>
    public abstract string ReadHeadLocked { get; }

    public string ReadObjects => "SELECT key, revision, content FROM ledger_objects";

    public string ReadLog =>
        "SELECT key, revision, content, previous, deleted FROM ledger_log WHERE revision > @after ORDER BY revision LIMIT @limit";

    public string ReadLogNewestFirst =>
        "SELECT key, revision, content, previous, deleted FROM ledger_log ORDER BY revision DESC LIMIT @limit";

    public string ReadUnlogged => "SELECT key, revision, content FROM ledger_objects WHERE NOT logged AND revision > @after ORDER BY revision";

    /// <summary>The last row of the log's oldest range of @range rows.</summary>
    public string ReadRangeEnd => "SELECT revision, written FROM ledger_log ORDER BY revision LIMIT 1 OFFSET @range - 1";

    public string DropLog => "DELETE FROM ledger_log WHERE revision <= @upto";

    public string MarkCompacted => "UPDATE ledger_compaction SET revision = @upto WHERE revision < @upto";

    /// <summary>Takes the lease for @holder where it is free, expired or its own; gives the new epoch.</summary>
    public abstract string AcquireLease { get; }

    /// <summary>Prolongs the lease by @duration milliseconds while the epoch is still @epoch.</summary>
    public abstract string RenewLease { get; }

    public string ReleaseLease => "UPDATE ledger_head SET holder = '', expires = 0 WHERE epoch = @epoch";

    /// <summary>Whether a lease ends by itself when it is not renewed; otherwise it ends with the process that holds it.</summary>
    public abstract bool LeaseExpires { get; }

    /// <summary>
    /// Held around every transaction that writes, so that those of this process queue up rather than poll for the database's lock; the
    /// same object each time where the database has one writer at a time.
    /// </summary>
    public abstract object WriterGate { get; }

    /// <summary>The dialect of a store.</summary>
    public static SqlDialect For(LedgerOptions options) => options.Store switch
    {
        LedgerStore.Sqlite => new SqliteDialect(options.Location, options.Durable, options.WriteTimeout),
        LedgerStore.PostgreSql => new PostgreSqlDialect(options.Location, options.WriteTimeout),
        _ => throw new ArgumentException($"no ledger on {options.Store}", nameof(options)),
    };

    /// <summary>A connection that is open and set up.</summary>
    public abstract DbConnection Connect();

    /// <summary>The transaction in which a reader sees one state of all tables.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Writes batches over this connection.</summary>
    public abstract IBatchWriter CreateWriter(DbConnection connection);

    /// <summary>Bars other processes from writing for as long as the result lives; null when another one does so.</summary>
    public abstract IDisposable? TryEnter();

    /// <summary>What a follower waits for.</summary>
    public abstract IChangeSignal CreateSignal(TimeProvider time);

    /// <summary>What runs, for the log: product and version.</summary>
    public abstract string Describe(DbConnection connection);
}

using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>
/// Moves the write-ahead log into the database file, on a thread of its own while writes go on. As the log can only begin anew when all of
/// it has been moved, each few passes one more follows that holds writers up: it takes the little that came meanwhile.
/// </summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>How many bytes of content are written between two checkpoints; the write-ahead log has about three times as many.</summary>
    private const long Interval = 8 << 20;

    /// <summary>
    /// How many passes beside the writer come before one that holds it up, which bounds the log at about 250 MB. That one waits for the disk, and all
    /// writers with it: seldom enough, it does not show in their 99th percentile. Where writers pause, the log begins anew without it.
    /// </summary>
    private const int PassesPerRestart = 10;

    private readonly SqliteConnection _connection;
    private readonly object _gate;
    private readonly SemaphoreSlim _due = new(0);
    private readonly Thread _thread;
    private long _written;
    private volatile bool _isStopping;
    private volatile ExceptionDispatchInfo? _failure;

    /// <param name="connection">A connection for this thread alone.</param>
    /// <param name="gate">Held around every transaction that writes.</param>
    public SqliteCheckpointer(SqliteConnection connection, object gate)
    {
        (_connection, _gate) = (connection, gate);
        _thread = new(Run) { Name = "ledger checkpoints", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Counts what was written, and passes on what went wrong here, as it concerns the same disk.</summary>
    public void Wrote(long bytes)
    {
        _failure?.Throw();
        _written += bytes;
        if (_written < Interval) return;
        _written = 0;
        _due.Release();
    }

    public void Dispose()
    {
        _isStopping = true;
        _due.Release();
        _thread.Join();
        _due.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            for (var pass = 1; ; pass++)
            {
                _due.Wait();
                if (_isStopping) return;
                command.ExecuteNonQuery();
                if (pass % PassesPerRestart > 0) continue;
                lock (_gate) command.ExecuteNonQuery();
            }
        }
        catch (SqliteException failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }
}

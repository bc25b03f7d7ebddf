using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>
/// Moves the write-ahead log into the database file, on a thread of its own while writes go on. The log can only begin anew when all of it has been moved:
/// what little is left is moved while writers are held up. It is written over from its beginning then, which on most file systems costs half
/// the time of a log that grows, whose length has to reach the disk too.
/// </summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>How many bytes of content are written between two checkpoints; the write-ahead log has about three times as many.</summary>
    private const long Interval = 8 << 20;

    /// <summary>So many pages are moved in about the time of a commit.</summary>
    private const long Few = 64;

    /// <summary>How many passes try to leave no more than that.</summary>
    private const int MostPasses = 3;

    /// <summary>
    /// Under unbroken load of many writers there is always more. They are held up then when the log has come to so many pages (250 MB), and wait for the disk:
    /// seldom enough, it does not show in their 99th percentile.
    /// </summary>
    private const long Longest = 64_000;

    /// <summary>What the log has from the start, in bytes: about what it grows to between two checkpoints.</summary>
    private const long Room = 32 << 20;

    private const int RoomStep = 1 << 20;

    private readonly SqliteConnection _connection;
    private readonly object _gate;
    private readonly bool _isDurable;
    private readonly SemaphoreSlim _due = new(0);
    private readonly Thread _thread;
    private long _written;
    private volatile bool _isStopping;
    private volatile ExceptionDispatchInfo? _failure;

    /// <param name="connection">A connection for this thread alone.</param>
    /// <param name="gate">Held around every transaction that writes.</param>
    /// <param name="isDurable">Whether writers wait for the disk: then the log has room from the start.</param>
    public SqliteCheckpointer(SqliteConnection connection, object gate, bool isDurable)
    {
        (_connection, _gate, _isDurable) = (connection, gate, isDurable);
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
            if (_isDurable) MakeRoom();
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            while (true)
            {
                _due.Wait();
                if (_isStopping) return;
                var (end, added) = (0L, long.MaxValue);
                for (var pass = 0; pass < MostPasses && added > Few; pass++)
                {
                    var moved = Move(command);
                    (end, added) = (moved, moved - end);
                }

                if (added > Few && end < Longest) continue;
                lock (_gate) Move(command);
            }
        }
        catch (SqliteException failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Fills the log's file up with zeros, which SQLite takes for what is left of an older log. Where there is no room, writers will say so.</summary>
    private void MakeRoom()
    {
        try
        {
            using var log = File.OpenHandle(_connection.DataSource + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var zeros = new byte[RoomStep];
            while (!_isStopping)
            {
                lock (_gate)
                {
                    var length = RandomAccess.GetLength(log);
                    if (length >= Room) return;
                    RandomAccess.Write(log, zeros, length);
                }

                RandomAccess.FlushToDisk(log);
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Moves what the log has when it begins; answers how many pages it then had.</summary>
    private static long Move(SqliteCommand checkpoint)
    {
        using var outcome = checkpoint.ExecuteReader();
        outcome.Read();
        return outcome.GetInt64(1);
    }
}

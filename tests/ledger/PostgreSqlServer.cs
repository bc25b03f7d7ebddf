using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>
/// A PostgreSQL server of its own on a socket in a temporary folder, from Debian's binaries (installed when they are missing). It can be
/// killed and started again. As PostgreSQL refuses to run as root, root starts it as the user postgres.
/// </summary>
public sealed partial class PostgreSqlServer : IAsyncDisposable
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int KillSignal = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly string _binaries = FindBinaries() ?? Install();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-pg-");
    private Process? _server;
    private int _schemas;

    /// <summary>A connection string to a schema that nobody else uses.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        var name = $"s{Interlocked.Increment(ref _schemas)}";
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = _folder.FullName, Username = "postgres", Database = "postgres", Pooling = false, SearchPath = name,
        };
        await using var connection = new NpgsqlConnection(builder.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE SCHEMA {name}", connection);
        await command.ExecuteNonQueryAsync();
        return builder.ToString();
    }

    /// <summary>Makes a database cluster and starts the server.</summary>
    public async Task CreateAsync()
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", _folder.FullName);
        await RunAsync([.. AsPostgres(), Path.Combine(_binaries, "initdb"), "-D", Data, "-U", "postgres", "--auth=trust", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts the server; it recovers from a crash by itself. Returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        string[] command = [
            .. AsPostgres(), Path.Combine(_binaries, "postgres"), "-D", Data, "-k", _folder.FullName, "-c", "listen_addresses=",
            "-c", "max_connections=50", "-c", "shared_buffers=128MB"];
        _server = Process.Start(Describe(command))!;
        while (await _server.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal)) continue;
            _ = _server.StandardError.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException("PostgreSQL did not start");
    }

    /// <summary><c>kill -9</c> of one server process, upon which the server ends all others and recovers.</summary>
    public static void Kill(int backend) => Send(backend, KillSignal);

    /// <summary>Ends the server and all its processes at once, without a checkpoint: the next start has to recover from the log.</summary>
    public async Task CrashAsync()
    {
        Send(_server!.Id, Quit);
        await _server.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            Send(_server.Id, Interrupt);
            await EndAsync(_server);
        }

        _server?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A server that has only just recovered may wait for ever for a process of its own that was not listening yet when it was told to end.</summary>
    private static async Task EndAsync(Process server)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await server.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Send(server.Id, Quit);
            await server.WaitForExitAsync();
        }
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private static string[] AsPostgres() => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private static string? FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;

    private static string Install()
    {
        RunAsync("apt-get", "update", "-q").GetAwaiter().GetResult();
        RunAsync("apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql-15").GetAwaiter().GetResult();
        return FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql-15");
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(Describe(command))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {await output}{errors}");
    }

    private static ProcessStartInfo Describe(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.AsSpan(1)) start.ArgumentList.Add(argument);
        return start;
    }

    private static void Send(int process, int signal)
    {
        if (Signal(process, signal) != 0) throw new InvalidOperationException($"signal {signal} did not reach process {process}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

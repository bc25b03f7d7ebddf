using System.Diagnostics;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>A running <see cref="CrashWriter"/>.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Process _process;
    private readonly List<Acknowledged> _acknowledged = [];

    public Victim(LedgerStore store, string location)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Victim).Assembly.Location);
        foreach (var argument in new[] { CrashWriter.Argument, store.ToString(), location }) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>Reads on until so many more writes were acknowledged.</summary>
    public async Task AcknowledgeAsync(int count)
    {
        for (var read = 0; read < count; read++)
        {
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the writer ended by itself");
            if (Acknowledged.Parse(line) is { } write) _acknowledged.Add(write);
        }
    }

    /// <summary><c>kill -9</c>; gives everything that was acknowledged until then.</summary>
    public async Task<IReadOnlyList<Acknowledged>> KillAsync()
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (Acknowledged.Parse(line) is { } write) _acknowledged.Add(write);
        await _process.WaitForExitAsync();
        return _acknowledged;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

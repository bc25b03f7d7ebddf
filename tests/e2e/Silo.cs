using System.Diagnostics;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>A silo as a process that can be killed and started again.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="port">With the address.</param>
/// <param name="connection">The PostgreSQL database that it shares with others; null for one of its own.</param>
internal sealed class Silo(string address, int port, string? connection = null) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("kube-e2e-silo-").FullName;
    private Process? _process;

    public string Executable { get; init; } = Checkout.PathOf("artifacts/silo/Orleans.Kube.Silo");

    public string KubeConfig => Path.Combine(_data, "admin.kubeconfig");

    public Kubectl Kubectl => new(KubeConfig);

    public string Address => address;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="first">The silo whose certificates it shares; null for the first one.</param>
    public async Task StartAsync(Silo? first = null)
    {
        if (first is not null) CopyCertificates(first);
        string[] store = connection is null ? [] : ["--store", "postgres", "--connection", connection];
        _process = Shell.Start(Executable, ["run", "--data", _data, "--bind", address, "--port", $"{port}", .. store]);
        _ = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Ready at", StringComparison.Ordinal)) continue;
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException("the silo ended before it was ready");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void CopyCertificates(Silo first)
    {
        var target = Directory.CreateDirectory(Path.Combine(_data, "pki")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(first._data, "pki"))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Client;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>A silo of its own for a benchmark: the built executable on a free port with a data folder that goes with it.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    /// <summary>The Docker network of the pods of a node that is added.</summary>
    public const string NodeNetwork = "orleans-kube-bench";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("kube-bench-").FullName;
    private readonly List<Process> _nodes = [];
    private Process _process = null!;

    private SiloProcess(int port) => Port = port;

    public int Port { get; }

    public Uri Address => new($"https://127.0.0.1:{Port}");

    public string KubeconfigPath => Path.Combine(_data, "admin.kubeconfig");

    /// <summary>From the start of the process to the first <c>/readyz</c> that says ok.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Resident memory of the silo in bytes.</summary>
    public long ResidentBytes => ReadStatus(_process.Id, "VmRSS:") * 1024;

    /// <summary>The processor time that the silo has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<SiloProcess> StartAsync()
    {
        var silo = new SiloProcess(FreePort());
        try
        {
            await silo.StartProcessAsync();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the silo as <c>./kube down</c> does and starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync(_process);
        await StartProcessAsync();
    }

    /// <summary>Adds a process of simulated nodes. Those of a further one need names of their own.</summary>
    public void AddSimulatedNodes(int count, string prefix = "sim-node-") => _nodes.Add(Launch(
        "node-agent/Orleans.Kube.NodeAgent", "simulate", "--kubeconfig", KubeconfigPath, "--nodes", count.ToString(), "--prefix", prefix));

    /// <summary>Adds an agent that runs pods with this machine's Docker Engine.</summary>
    public void AddNode(string name) => _nodes.Add(Launch(
        "node-agent/Orleans.Kube.NodeAgent", "run", "--kubeconfig", KubeconfigPath, "--node", name, "--data", NodeData, "--network", NodeNetwork,
        "--pod-cidr", "10.213.0.0/24"));

    /// <summary>Resident memory of the nodes' process in bytes.</summary>
    public long NodeResidentBytes => ReadStatus(_nodes[^1].Id, "VmRSS:") * 1024;

    /// <summary>The processor time that the nodes' process has used.</summary>
    public TimeSpan NodeProcessorTime
    {
        get
        {
            _nodes[^1].Refresh();
            return _nodes[^1].TotalProcessorTime;
        }
    }

    private string NodeData => Path.Combine(_data, "node");

    public KubeClient Client() => new(KubeConfigLoader.FromFile(KubeconfigPath));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _nodes) await StopAsync(process);
        if (Directory.Exists(NodeData)) await CleanAsync();
        await StopAsync(_process);
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Removes what an agent made on this machine.</summary>
    private async Task CleanAsync()
    {
        using var cleanup = Launch("node-agent/Orleans.Kube.NodeAgent", "cleanup", "--data", NodeData, "--network", NodeNetwork);
        await cleanup.WaitForExitAsync();
    }

    private async Task StartProcessAsync()
    {
        var started = Stopwatch.GetTimestamp();
        _process = Launch("silo/Orleans.Kube.Silo", "run", "--data", _data, "--port", Port.ToString());
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        using var http = new HttpClient(handler);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await IsReadyAsync(http))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit) throw new InvalidOperationException("the silo did not start");
            await poll.WaitForNextTickAsync();
        }

        StartTime = Stopwatch.GetElapsedTime(started);
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address, "/readyz"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Launch(string executable, params string[] arguments)
    {
        var root = Environment.GetEnvironmentVariable("KUBE_ROOT") ?? throw new InvalidOperationException("run the benchmarks with ./kube bench");
        var info = new ProcessStartInfo(Path.Combine(root, "artifacts", executable), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // What is measured runs as it always does, whatever the load generator was told.
        info.Environment.Remove("DOTNET_TC_QuickJit");
        (info.Environment["DOTNET_EnableWriteXorExecute"], info.Environment["MALLOC_ARENA_MAX"]) = ("0", "2");
        var process = Process.Start(info) ?? throw new InvalidOperationException($"could not start {executable}");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task StopAsync(Process process)
    {
        if (!process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await term.WaitForExitAsync();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static long ReadStatus(int pid, string name) =>
        long.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

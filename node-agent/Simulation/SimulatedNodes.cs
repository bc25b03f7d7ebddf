using System.Collections.Concurrent;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>Registers the simulated nodes and keeps their leases, spread evenly over the renewal period.</summary>
public sealed partial class SimulatedNodes(KubeClient client, SimulationOptions options, TimeProvider time, ILogger<SimulatedNodes> logger)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Node> _registered = new();

    public string NameOf(int index) => $"{options.Prefix}{index}";

    /// <summary>The index of a simulated node, or -1 for any other name.</summary>
    public int IndexOf(string name) =>
        name.StartsWith(options.Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(options.Prefix.Length), out var index) && index < options.Nodes ? index : -1;

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var registration = new NodeRegistration(client);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Nodes), parallel, async (index, token) =>
        {
            await RetryAsync(async () => (_, _registered[NameOf(index)]) = await registration.RegisterAsync(Describe(index), time.GetUtcNow(), token), token);
            await RetryAsync(() => RenewAsync(index, token), token);
        });
        LogRegistered(options.Nodes);
    }

    /// <summary>Renews the leases until cancelled. Each node keeps its own moment within the period.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var slices = Math.Max(1, (int)(options.Heartbeat.LeaseRenewal / Slice));
        var reports = Math.Max(1, (int)(options.Heartbeat.StatusReport / options.Heartbeat.LeaseRenewal));
        using var timer = new PeriodicTimer(Slice, time);
        for (long tick = 0; await timer.WaitForNextTickAsync(cancellationToken); tick++)
        {
            var (slice, round) = ((int)(tick % slices), tick / slices);
            var due = Enumerable.Range(0, options.Nodes).Where(index => index % slices == slice);
            await Task.WhenAll(due.Select(index => BeatAsync(index, round > 0 && (round + index) % reports == 0, cancellationToken)));
        }
    }

    private async Task BeatAsync(int index, bool report, CancellationToken cancellationToken)
    {
        try
        {
            await RenewAsync(index, cancellationToken);
            if (!report) return;
            var registration = new NodeRegistration(client);
            (_, _registered[NameOf(index)]) = await registration.RegisterAsync(Describe(index), time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(NameOf(index), e.Message);
        }
    }

    private Task RenewAsync(int index, CancellationToken cancellationToken) =>
        new NodeLease(client, NameOf(index), options.Heartbeat).RenewAsync(_registered[NameOf(index)].Metadata.Uid, time.GetUtcNow(), cancellationToken);

    private async Task RetryAsync(Func<Task> attempt, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed("registration", e.Message);
                await client.Options.BackOff.WaitAsync(failures, time, cancellationToken);
            }
        }
    }

    private NodeDescription Describe(int index)
    {
        var amounts = new Dictionary<string, Quantity>
        {
            [ResourceName.Cpu] = Quantity.Of(options.CpusPerNode),
            [ResourceName.Memory] = Quantity.Of(options.MemoryPerNode, QuantityFormat.BinarySI),
            [ResourceName.EphemeralStorage] = Quantity.Of(512L << 30, QuantityFormat.BinarySI),
            [ResourceName.Pods] = Quantity.Of(options.PodsPerNode),
        };
        return new NodeDescription
        {
            Name = NameOf(index), InternalIP = SimulatedAddresses.OfNode(index), Capacity = amounts, Allocatable = amounts,
            Labels = new Dictionary<string, string> { ["orleans-kube.io/simulated"] = "true" },
            Info = new NodeSystemInfo
            {
                Architecture = NodeVersions.Architecture, OperatingSystem = "linux", OsImage = "simulated", KernelVersion = System.Environment.OSVersion.Version.ToString(),
                ContainerRuntimeVersion = "simulated://1", KubeletVersion = NodeVersions.Kubelet, MachineID = NameOf(index), SystemUUID = NameOf(index), BootID = NameOf(index),
            },
        };
    }

    [LoggerMessage(LogLevel.Information, "{count} simulated nodes are registered")]
    private partial void LogRegistered(int count);

    [LoggerMessage(LogLevel.Warning, "{what}: {reason}")]
    private partial void LogFailed(string what, string reason);
}

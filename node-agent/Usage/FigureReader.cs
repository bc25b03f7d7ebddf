using System.Diagnostics;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>Measures the machine, its pods and their containers when somebody asks.</summary>
/// <param name="fleet">The pods.</param>
/// <param name="runtime">What holds their containers.</param>
/// <param name="claims">Knows the disks behind their claims.</param>
/// <param name="options">Where the agent's data are.</param>
/// <param name="time">The clock.</param>
public sealed class FigureReader(PodFleet fleet, IContainerRuntime runtime, ClaimDisks claims, AgentOptions options, TimeProvider time)
{
    private readonly CpuRates _rates = new();
    private readonly DiskFigures _disks = new(runtime, new PodFolders(Path.GetFullPath(options.DataFolder)), time);

    /// <summary>Measures all.</summary>
    /// <param name="depth">How much is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<NodeFigures> ReadAsync(FigureDepth depth, CancellationToken cancellationToken)
    {
        var images = await runtime.Images.FolderAsync(cancellationToken);
        var running = (await runtime.ListAsync(null, cancellationToken)).Where(static c => c.State == RuntimeState.Running).ToList();
        var measured = await Task.WhenAll(running.Where(c => depth >= FigureDepth.All || !c.IsSandbox).Select(c => MeasureAsync(c, depth, cancellationToken)));
        var behindClaims = depth >= FigureDepth.All ? await ClaimsAsync(cancellationToken) : Enumerable.Empty<ClaimFigures>().ToLookup(static _ => "");
        var now = time.GetUtcNow();
        var machine = MachineUsage.Read(now);
        var figures = new NodeFigures
        {
            Time = now,
            Machine = machine,
            NanoCores = _rates.Note("/", now, machine.Usage.CpuNanoseconds),
            Left = Nodes.Machine.Read(options.DataFolder, images),
            Devices = (MountTable.DeviceOf(options.DataFolder), MountTable.DeviceOf(images ?? options.DataFolder)),
            Network = InterfaceCounters.OfProcess(System.Environment.ProcessId),
            Agent = depth >= FigureDepth.All ? Agent(now) : null,
            Pods = [.. measured.OfType<ContainerFigures>().GroupBy(static c => c.Container.Pod).Select(pod => Pod(pod, depth, behindClaims))],
        };
        if (depth >= FigureDepth.All) _disks.KeepOnly(figures.Pods);
        return figures;
    }

    private async Task<ContainerFigures?> MeasureAsync(RuntimeContainer container, FigureDepth depth, CancellationToken cancellationToken)
    {
        // Sandboxes stand for their pod's network, also where the kernel does not charge them with anything.
        var used = await runtime.Streams.UsageAsync(container, cancellationToken) ?? (container.IsSandbox ? new ContainerUsage(time.GetUtcNow(), 0, 0, 0, 0) : null);
        if (used is not { } usage) return null;
        var disk = depth >= FigureDepth.All && !container.IsSandbox ? await _disks.OfContainerAsync(container.Id, cancellationToken) : null;
        return new ContainerFigures(container, usage, _rates.Note(container.Id, usage.Time, usage.CpuNanoseconds), disk) { Files = depth == FigureDepth.Files ? runtime.Streams.Files(container) : null };
    }

    /// <summary>The volumes of running pods that are behind claims, by the pods' uids.</summary>
    public Task<ILookup<string, ClaimFigures>> ClaimsAsync(CancellationToken cancellationToken) =>
        claims.OfAsync([.. fleet.Pods.Where(static p => p.Status.Phase == PodPhase.Running)], cancellationToken);

    private PodFigures Pod(IGrouping<PodIdentity, ContainerFigures> pod, FigureDepth depth, ILookup<string, ClaimFigures> behindClaims)
    {
        var known = fleet.Find(pod.Key.Namespace, pod.Key.Name);
        var sandbox = pod.FirstOrDefault(static c => c.Container.IsSandbox);
        return new PodFigures
        {
            Pod = pod.Key,
            QosClass = known is null ? PodQOSClass.BestEffort : QualityOfService.Of(known.Spec),
            StartTime = known?.Status.StartTime,
            Sandbox = sandbox,
            Containers = [.. pod.Where(static c => !c.Container.IsSandbox)],
            Network = sandbox is { Container: { ProcessId: > 0, Address.Length: > 0 } } ? InterfaceCounters.OfProcess(sandbox.Container.ProcessId) : [],
            Claims = [.. behindClaims[pod.Key.Uid]],
            Volumes = depth >= FigureDepth.All ? _disks.OfVolumes(pod.Key.Uid) : null,
        };
    }

    private static ContainerUsage Agent(DateTimeOffset now)
    {
        using var process = Process.GetCurrentProcess();
        return new ContainerUsage(now, process.TotalProcessorTime.Ticks * TimeSpan.NanosecondsPerTick, process.WorkingSet64, process.WorkingSet64, process.Threads.Count) { RssBytes = process.WorkingSet64 };
    }
}

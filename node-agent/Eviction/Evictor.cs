using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Keeps the machine alive: watches what it has left, removes images that nobody uses, and ends pods when that is not enough.</summary>
public sealed partial class Evictor(
    PodFleet fleet, IContainerRuntime runtime, PodFolders folders, ImageCollector images, NodeShortage shortage, Func<MachineReading> read, IEventRecorder events,
    EvictionOptions options, string node, TimeProvider time, ILogger<Evictor> logger)
{
    private long? _imagesTidied;
    private string? _victim;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Check, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await CheckAsync(cancellationToken);
            }
            catch (Exception e) when (e is RuntimeException or IOException or HttpRequestException or UnauthorizedAccessException)
            {
                LogFailed(e.Message);
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var reading = read();
        await TidyImagesAsync(reading, cancellationToken);
        await KeepToLimitsAsync(cancellationToken);
        var found = EvictionPlanner.Pressure(reading, options);
        shortage.Report(found);
        if (found == new NodePressure() || await IsLeavingAsync(cancellationToken)) return;

        Say(found);
        if (found.Disk && await images.CollectAsync(long.MaxValue, cancellationToken) > 0)
        {
            reading = read();
            found = EvictionPlanner.Pressure(reading, options);
        }

        var uses = await Task.WhenAll(fleet.Pods.Where(IsActive).Select(pod => UseAsync(pod, found.Disk, cancellationToken)));
        if (EvictionPlanner.Choose(found, reading, options, uses) is not var (pod, verdict)) return;
        _victim = pod.Metadata.Uid;
        fleet.Evict(pod.Metadata.Uid, verdict);
    }

    private async Task TidyImagesAsync(MachineReading reading, CancellationToken cancellationToken)
    {
        await images.NoteUseAsync(cancellationToken);
        if (_imagesTidied is { } last && time.GetElapsedTime(last) < options.ImageCheck) return;
        _imagesTidied = time.GetTimestamp();
        var used = reading.DiskTotal - reading.DiskAvailable;
        if (used > reading.DiskTotal * options.ImagesHigh) await images.CollectAsync(used - (long)(reading.DiskTotal * options.ImagesLow), cancellationToken);
    }

    /// <summary>Ends pods that hold more of the disk than they may.</summary>
    private async Task KeepToLimitsAsync(CancellationToken cancellationToken)
    {
        foreach (var pod in fleet.Pods.Where(IsActive).Where(HasDiskLimits).ToList())
        {
            if (EvictionPlanner.OverLimit(pod, Volumes(pod), await LayersAsync(pod, cancellationToken)) is { } verdict) fleet.Evict(pod.Metadata.Uid, verdict);
        }
    }

    /// <summary>One pod goes at a time: what it held is free only when it has ended.</summary>
    private async Task<bool> IsLeavingAsync(CancellationToken cancellationToken) =>
        _victim is { } uid && (await runtime.ListAsync(uid, cancellationToken)).Any(static c => c is { IsSandbox: false, State: RuntimeState.Running });

    private async Task<PodUse> UseAsync(Pod pod, bool withDisk, CancellationToken cancellationToken)
    {
        var memory = new Dictionary<string, long>();
        var processes = 0L;
        foreach (var container in (await runtime.ListAsync(pod.Metadata.Uid, cancellationToken)).Where(static c => c is { IsSandbox: false, State: RuntimeState.Running }))
        {
            if (await runtime.Streams.UsageAsync(container.Id, cancellationToken) is not { } usage) continue;
            memory[container.Name] = usage.WorkingSetBytes;
            processes += usage.Processes;
        }

        var disk = withDisk ? Volumes(pod).Values.Sum() + (await LayersAsync(pod, cancellationToken)).Values.Sum() : 0;
        return new PodUse(pod, memory, disk, processes);
    }

    private Dictionary<string, long> Volumes(Pod pod) => pod.Spec.Volumes.Where(static v => v.EmptyDir is not null && v.EmptyDir.Medium != StorageMedium.Memory)
        .ToDictionary(static v => v.Name, v => FolderSize.Of(folders.Volume(pod.Metadata.Uid, v.Name)));

    private async Task<Dictionary<string, long>> LayersAsync(Pod pod, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var container in (await runtime.ListAsync(pod.Metadata.Uid, cancellationToken)).Where(static c => c is { IsSandbox: false, State: RuntimeState.Running }))
            sizes[container.Name] = await runtime.WrittenBytesAsync(container.Id, cancellationToken);
        return sizes;
    }

    private void Say(NodePressure pressure)
    {
        var what = pressure.Memory ? "memory" : pressure.Disk ? "ephemeral-storage" : "pids";
        events.Record(NodeEvents.About(node), "Warning", "EvictionThresholdMet", $"Attempting to reclaim {what}");
    }

    private static bool IsActive(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed);

    private static bool HasDiskLimits(Pod pod) =>
        pod.Spec.Volumes.Any(static v => v.EmptyDir is { SizeLimit.Value: > 0, Medium: not StorageMedium.Memory })
        || pod.Spec.Containers.Any(static c => c.Resources.Limits.ContainsKey(ResourceName.EphemeralStorage));

    [LoggerMessage(LogLevel.Warning, "the machine could not be looked after: {reason}")]
    private partial void LogFailed(string reason);
}

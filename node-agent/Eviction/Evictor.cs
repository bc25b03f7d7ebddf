using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Keeps the machine alive: watches what it has left, removes images that nobody uses, and ends pods when that is not enough.</summary>
/// <param name="fleet">The pods.</param>
/// <param name="runtime">What holds their containers.</param>
/// <param name="meter">Measures what pods take.</param>
/// <param name="images">Removes images.</param>
/// <param name="shortage">Where it is noted what the machine is short of.</param>
/// <param name="read">Reads what the machine has left; given the folder of images, where that is known.</param>
/// <param name="events">Where people are told.</param>
/// <param name="options">How much has to be left.</param>
/// <param name="reserved">How much memory is set aside for others than pods, in bytes.</param>
/// <param name="node">The node's name.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class Evictor(
    PodFleet fleet, IContainerRuntime runtime, PodUseMeter meter, ImageCollector images, NodeShortage shortage, Func<string?, MachineReading> read, IEventRecorder events,
    EvictionOptions options, long reserved, string node, TimeProvider time, ILogger<Evictor> logger)
{
    private readonly long _started = time.GetTimestamp();
    private readonly IReadOnlyList<EvictionThreshold> _thresholds = reserved > 0 ? EvictionThresholds.WithPodsMemory(EvictionThresholds.Of(options)) : EvictionThresholds.Of(options);
    private ShortageSpans _spans = ShortageSpans.None;
    private long? _imagesTidied;
    private string? _victim;
    private bool _isDiskFull;

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
        var reading = await ReadAsync(cancellationToken);
        await TidyImagesAsync(reading, cancellationToken);
        (_spans, var found, var due) = _spans.See(reading, _thresholds, time.GetElapsedTime(_started));
        shortage.Report(EvictionPlanner.Pressure(found));
        if (await KeepToLimitsAsync(reading.HasImageDisk, cancellationToken) || due.Count == 0 || await IsLeavingAsync(cancellationToken)) return;

        var first = due[0];
        events.Record(NodeEvents.About(node), "Warning", "EvictionThresholdMet", $"Attempting to reclaim {first.Resource}");
        if (await IsRelievedAsync(first, reading, cancellationToken)) return;
        var uses = await Task.WhenAll(fleet.Pods.Where(PodAdmission.Occupies).Select(pod => meter.MeasureAsync(pod, first.Signal, reading.HasImageDisk, cancellationToken)));
        if (EvictionPlanner.Choose(first, options.MaximumPodGrace, uses) is not var (pod, verdict)) return;
        _victim = pod.Metadata.Uid;
        fleet.Evict(pod.Metadata.Uid, verdict);
    }

    private async Task<MachineReading> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = read(await runtime.Images.FolderAsync(cancellationToken));
        return reserved == 0 ? reading : reading with { Pods = new PodsMemory(await meter.MemoryAsync(cancellationToken), reading.MemoryTotal - reserved) };
    }

    /// <summary>
    /// Whether it is enough that images go and the containers of pods that are over, where they are on the disk that is short: nothing is short then, and all is there that was to be reclaimed.
    /// </summary>
    private async Task<bool> IsRelievedAsync(Shortage what, MachineReading before, CancellationToken cancellationToken)
    {
        if (!EvictionSignal.IsOfDisk(what.Signal) || (before.HasImageDisk && !EvictionSignal.IsOfImages(what.Signal))) return false;
        await ClearOverAsync(cancellationToken);
        await images.CollectAsync(long.MaxValue, cancellationToken);
        var after = await ReadAsync(cancellationToken);
        return !_thresholds.Any(t => t.Look(after, isShort: true) is not null);
    }

    private async Task ClearOverAsync(CancellationToken cancellationToken)
    {
        var over = fleet.Pods.Where(static p => p.Status.Phase is PodPhase.Succeeded or PodPhase.Failed).Select(static p => p.Metadata.Uid).ToHashSet();
        foreach (var ended in (await runtime.ListAsync(null, cancellationToken)).Where(c => c is { IsSandbox: false, State: RuntimeState.Exited } && over.Contains(c.Pod.Uid)))
            await runtime.RemoveAsync(ended.Id, cancellationToken);
    }

    private async Task TidyImagesAsync(MachineReading reading, CancellationToken cancellationToken)
    {
        await images.NoteUseAsync(cancellationToken);
        if (_imagesTidied is { } last && time.GetElapsedTime(last) < options.ImageCheck) return;
        _imagesTidied = time.GetTimestamp();
        await images.CollectOldAsync(cancellationToken);
        var (available, total) = reading.Images is { } disk ? (disk.Available, disk.Total) : (reading.DiskAvailable, reading.DiskTotal);
        if (total == 0)
        {
            events.Record(NodeEvents.About(node), "Warning", "InvalidDiskCapacity", "invalid capacity 0 on image filesystem");
            return;
        }

        // kubelet counts in whole hundredths, and takes all of the disk for no bound.
        var used = total - available;
        if (options.ImagesHigh >= 1 || 100 - (available * 100 / total) < Math.Round(options.ImagesHigh * 100))
        {
            _isDiskFull = false;
            return;
        }

        var wanted = used - (long)(total * options.ImagesLow);
        Tell(wanted, await images.CollectAsync(wanted, cancellationToken));
    }

    /// <summary>People are told that images are not enough to make room, and with another word when it is so again.</summary>
    private void Tell(long wanted, long freed)
    {
        var (wasFull, isFull) = (_isDiskFull, freed < wanted);
        _isDiskFull = isFull;
        if (!isFull) return;
        var message = $"Failed to garbage collect required amount of images. Attempted to free {wanted} bytes, but only found {freed} bytes eligible to free.";
        events.Record(NodeEvents.About(node), "Warning", "FreeDiskSpaceFailed", message);
        if (wasFull) events.Record(NodeEvents.About(node), "Warning", "ImageGCFailed", message);
    }

    /// <summary>Ends pods that hold more of the disk than they may.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> KeepToLimitsAsync(bool hasImageDisk, CancellationToken cancellationToken)
    {
        var hasEnded = false;
        foreach (var pod in fleet.Pods.Where(PodAdmission.Occupies).Where(HasDiskLimits).ToList())
        {
            var volumes = meter.Volumes(pod).ToDictionary(static v => v.Key, static v => v.Value.Bytes);
            var containers = await meter.ContainersAsync(pod, cancellationToken);
            var logs = containers.ToDictionary(static c => c.Key, static c => c.Value.Logs.Bytes);
            var written = containers.ToDictionary(static c => c.Key, static c => (c.Value.Layer + c.Value.Logs).Bytes);
            if (EvictionPlanner.OverLimit(pod, volumes, written, own: hasImageDisk ? logs : written) is not { } verdict) continue;
            fleet.Evict(pod.Metadata.Uid, verdict);
            hasEnded = true;
        }

        return hasEnded;
    }

    /// <summary>One pod goes at a time: what it held is free only when it has ended.</summary>
    private async Task<bool> IsLeavingAsync(CancellationToken cancellationToken) =>
        _victim is { } uid && (await runtime.ListAsync(uid, cancellationToken)).Any(static c => c is { IsSandbox: false, State: RuntimeState.Running });

    private static bool HasDiskLimits(Pod pod) =>
        pod.Spec.Volumes.Any(static v => v.EmptyDir is { SizeLimit.Value: > 0, Medium: not StorageMedium.Memory })
        || pod.Spec.Containers.Any(static c => c.Resources.Limits.ContainsKey(ResourceName.EphemeralStorage));

    [LoggerMessage(LogLevel.Warning, "the machine could not be looked after: {reason}")]
    private partial void LogFailed(string reason);
}

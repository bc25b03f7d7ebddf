using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Measures what pods take of the machine.</summary>
public sealed class PodUseMeter(IContainerRuntime runtime, PodFolders folders)
{
    /// <summary>Memory and processes, and where a disk is short what the pod has on that one.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="signal">What the machine is short of.</param>
    /// <param name="hasImageDisk">Whether containers' layers are on another disk than volumes and logs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PodUse> MeasureAsync(Pod pod, string signal, bool hasImageDisk, CancellationToken cancellationToken)
    {
        var memory = new Dictionary<string, long>();
        var processes = 0L;
        foreach (var container in await RunningAsync(pod, cancellationToken))
        {
            if (await runtime.Streams.UsageAsync(container, cancellationToken) is not { } usage) continue;
            memory[container.Name] = usage.WorkingSetBytes;
            processes += usage.Processes;
        }

        var use = new PodUse(pod, memory, 0, processes);
        if (!EvictionSignal.IsOfDisk(signal)) return use;
        var containers = await ContainersAsync(pod, cancellationToken);
        var (withLayers, withRest) = (!hasImageDisk || EvictionSignal.IsOfImages(signal), !hasImageDisk || !EvictionSignal.IsOfImages(signal));
        var disk = containers.Values.Aggregate(default(DiskUse), (sum, c) => sum + (withLayers ? c.Layer : default) + (withRest ? c.Logs : default))
            + (withRest ? Volumes(pod).Values.Aggregate(default(DiskUse), DiskUse.Add) : default);
        return use with { Disk = disk.Bytes, Inodes = disk.Inodes, Written = containers.ToDictionary(static c => c.Key, static c => (c.Value.Layer + c.Value.Logs).Bytes) };
    }

    /// <summary>The memory that all containers have together, in bytes.</summary>
    public async Task<long> MemoryAsync(CancellationToken cancellationToken)
    {
        var sum = 0L;
        foreach (var container in (await runtime.ListAsync(null, cancellationToken)).Where(static c => c is { IsSandbox: false, State: RuntimeState.Running }))
            sum += (await runtime.Streams.UsageAsync(container, cancellationToken))?.WorkingSetBytes ?? 0;
        return sum;
    }

    /// <summary>By name, what the pod's folders on disk hold.</summary>
    public IReadOnlyDictionary<string, DiskUse> Volumes(Pod pod) => pod.Spec.Volumes.Where(static v => v.EmptyDir is not null && v.EmptyDir.Medium != StorageMedium.Memory)
        .ToDictionary(static v => v.Name, v => DiskUse.Of(folders.Volume(pod.Metadata.Uid, v.Name)));

    /// <summary>By name, what the pod's running containers have written.</summary>
    public async Task<IReadOnlyDictionary<string, ContainerDisk>> ContainersAsync(Pod pod, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ContainerDisk>();
        foreach (var container in await RunningAsync(pod, cancellationToken)) found[container.Name] = await runtime.DiskAsync(container.Id, cancellationToken);
        return found;
    }

    private async Task<IEnumerable<RuntimeContainer>> RunningAsync(Pod pod, CancellationToken cancellationToken) =>
        (await runtime.ListAsync(pod.Metadata.Uid, cancellationToken)).Where(static c => c is { IsSandbox: false, State: RuntimeState.Running });
}

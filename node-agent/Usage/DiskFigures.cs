using System.Collections.Concurrent;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>What containers and volumes hold on disk, looked at once a minute at most: every file has to be. Safe for concurrent use.</summary>
public sealed class DiskFigures(IContainerRuntime runtime, PodFolders folders, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long At, ContainerDisk Disk)> _containers = new();
    private readonly ConcurrentDictionary<string, (long At, IReadOnlyDictionary<string, VolumeFigures> Volumes)> _volumes = new();

    /// <summary>What a container has written.</summary>
    public async Task<ContainerDisk> OfContainerAsync(string id, CancellationToken cancellationToken)
    {
        if (_containers.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < Age) return known.Disk;
        var disk = await runtime.DiskAsync(id, cancellationToken);
        _containers[id] = (time.GetTimestamp(), disk);
        return disk;
    }

    /// <summary>By name, the volumes that a pod has folders for.</summary>
    public IReadOnlyDictionary<string, VolumeFigures> OfVolumes(string pod)
    {
        if (_volumes.TryGetValue(pod, out var known) && time.GetElapsedTime(known.At) < Age) return known.Volumes;
        var found = VolumesIn(folders.Volumes(pod));
        _volumes[pod] = (time.GetTimestamp(), found);
        return found;
    }

    private static Dictionary<string, VolumeFigures> VolumesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).ToDictionary(static f => Path.GetFileName(f), f => Volume(f, DiskReading.Of(folder).Id)) : [];
        }
        catch (IOException)
        {
            // The pod is just going.
            return [];
        }
    }

    private static VolumeFigures Volume(string folder, ulong around)
    {
        var disk = DiskReading.Of(folder);
        return new VolumeFigures(DiskUse.Of(folder), disk, IsInMemory: disk.Id != around);
    }

    /// <summary>Forgets all but these.</summary>
    public void KeepOnly(IReadOnlyCollection<PodFigures> pods)
    {
        var containers = pods.SelectMany(static p => p.Containers).Select(static c => c.Container.Id).ToHashSet();
        var uids = pods.Select(static p => p.Pod.Uid).ToHashSet();
        foreach (var gone in _containers.Keys.Where(id => !containers.Contains(id))) _containers.TryRemove(gone, out _);
        foreach (var gone in _volumes.Keys.Where(uid => !uids.Contains(uid))) _volumes.TryRemove(gone, out _);
    }
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Folders that live as long as their pod, on disk or in memory.</summary>
internal static class EmptyDirs
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_111_111;

    /// <summary>Makes the folder, once. Everybody may write to it; in memory, nobody may remove what is somebody else's, as with every file system there.</summary>
    /// <exception cref="ReferenceException">The node has no such medium, or the pod does not ask for what the medium takes.</exception>
    public static void Prepare(Pod pod, string path, EmptyDirVolumeSource source, long allocatableMemory)
    {
        var isOnDisk = source.Medium.Length == 0;
        if (isOnDisk ? Directory.Exists(path) : Mounts.IsMounted(path)) return;
        var pageSize = source.Medium is "" or StorageMedium.Memory ? 0 : PageSize(pod.Spec, source.Medium);
        Directory.CreateDirectory(path);
        if (isOnDisk) File.SetUnixFileMode(path, ForAll);
        else if (pageSize > 0) Mounts.MountHugePages(path, pageSize);
        else Mounts.MountMemory(path, MemorySize(pod.Spec, source, allocatableMemory));
        if (pod.Spec.SecurityContext?.FsGroup is { } group) FileOwnership.GiveAll(path, (uint)group, isReadOnly: false);
    }

    /// <summary>The size of the huge pages that a medium is made of: the one that it names, or the only one that the pod's containers ask for.</summary>
    /// <exception cref="ReferenceException">It is another medium, or the containers do not ask for such pages.</exception>
    public static long PageSize(PodSpec pod, string medium)
    {
        var isOfAnySize = medium == StorageMedium.HugePages;
        if (!isOfAnySize && !medium.StartsWith(StorageMedium.HugePagesPrefix, StringComparison.Ordinal)) throw new ReferenceException($"unknown storage medium \"{medium}\"");
        var sizes = pod.Containers.Concat(pod.InitContainers).SelectMany(static c => c.Resources.Requests.Keys).Where(HugePages.Is).Select(HugePages.SizeOf);
        if (!isOfAnySize) sizes = sizes.Where(size => size == HugePages.SizeOf(medium));
        return sizes.Distinct().Take(2).ToList() switch
        {
            [var size] => size,
            [] => throw new ReferenceException($"medium {medium}: hugePages storage requested, but there is no resource request for huge pages"),
            _ => throw new ReferenceException($"medium: {medium} can't be used if container requests multiple huge page sizes"),
        };
    }

    /// <summary>How large a folder in memory may grow: no larger than the node's memory, the pod's limit, and its own.</summary>
    public static long? MemorySize(PodSpec pod, EmptyDirVolumeSource source, long allocatableMemory)
    {
        long?[] bounds = [allocatableMemory > 0 ? allocatableMemory : null, PodLimit(pod), source.SizeLimit is { Value: > 0 } limit ? limit.Value : null];
        return bounds.Min();
    }

    private static long? PodLimit(PodSpec pod)
    {
        var limits = pod.Containers.Concat(pod.InitContainers.Where(c => c.RestartPolicy == "Always"))
            .Select(c => c.Resources.Limits.TryGetValue(ResourceName.Memory, out var limit) ? limit.Value : 0).ToList();
        return limits.Count > 0 && limits.All(l => l > 0) ? limits.Sum() : null;
    }
}

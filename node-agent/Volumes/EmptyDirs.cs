using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Folders that live as long as their pod, on disk or in memory.</summary>
internal static class EmptyDirs
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_111_111;

    /// <summary>Makes the folder, once. Everybody may write to it; in memory, nobody may remove what is somebody else's, as with every file system there.</summary>
    /// <exception cref="ReferenceException">The node has no such medium.</exception>
    public static void Prepare(Pod pod, string path, EmptyDirVolumeSource source, long allocatableMemory)
    {
        if (source.Medium is not ("" or StorageMedium.Memory)) throw new ReferenceException($"unknown storage medium \"{source.Medium}\"");
        var isInMemory = source.Medium == StorageMedium.Memory;
        if (isInMemory ? Mounts.IsMounted(path) : Directory.Exists(path)) return;
        Directory.CreateDirectory(path);
        if (isInMemory) Mounts.MountMemory(path, MemorySize(pod.Spec, source, allocatableMemory));
        else File.SetUnixFileMode(path, ForAll);
        if (pod.Spec.SecurityContext?.FsGroup is { } group) FileOwnership.GiveAll(path, (uint)group, isReadOnly: false);
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

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A disk that a pod mounts itself, of a kind that two pods of one node cannot both write to.</summary>
/// <param name="Kind">The kind of disk.</param>
/// <param name="Name">What identifies it among those of its kind.</param>
/// <param name="Servers">Those it is reached through; disks of the same name that have none in common are two. None: the name says it all.</param>
/// <param name="IsShared">Whether it is used in a way that others may share.</param>
public sealed record DiskUse(string Kind, string Name, IReadOnlyList<string> Servers, bool IsShared)
{
    public static IReadOnlyList<DiskUse> Of(Pod pod)
    {
        List<DiskUse>? disks = null;
        foreach (var volume in pod.Spec.Volumes)
            if (Of(volume) is { } disk) (disks ??= []).Add(disk);
        return disks ?? (IReadOnlyList<DiskUse>)[];
    }

    /// <summary>Whether two pods with these cannot be on one node.</summary>
    public bool ConflictsWith(DiskUse other) => Kind == other.Kind && Name == other.Name && !(IsShared && other.IsShared)
        && (Servers.Count == 0 || Servers.Any(other.Servers.Contains));

    private static DiskUse? Of(Volume volume) => volume switch
    {
        { GcePersistentDisk: { } disk } => new("gcePersistentDisk", disk.PdName, [], disk.ReadOnly),
        { AwsElasticBlockStore: { } disk } => new("awsElasticBlockStore", disk.VolumeID, [], false),
        { Iscsi: { } disk } => new("iscsi", disk.Iqn, [], disk.ReadOnly),
        { Rbd: { } disk } => new("rbd", $"{disk.Pool}/{disk.Image}", disk.Monitors, disk.ReadOnly),
        _ => null,
    };
}

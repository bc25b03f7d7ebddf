using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Makes a pod's volumes on the machine and keeps those that are made from objects up to date.</summary>
public sealed class PodVolumes(
    PodFolders folders, ObjectVolumes objectVolumes, ClaimVolumes claims, CsiVolumes csi, Func<IReadOnlyDictionary<string, Quantity>> allocatable, TimeProvider time)
{
    /// <summary>Makes every volume that is not there yet. Returns all by name. What is there stays as it is.</summary>
    /// <exception cref="MountException">Volumes cannot be made; the messages say which and why.</exception>
    public async Task<IReadOnlyDictionary<string, MountedVolume>> PrepareAsync(Pod pod, CancellationToken cancellationToken)
    {
        var (volumes, failures, unresolved) = (new Dictionary<string, MountedVolume>(), new List<MountFailure>(), new List<MountFailure>());
        foreach (var volume in pod.Spec.Volumes)
        {
            try
            {
                if (await TryAsync(volume, async () => await PrepareAsync(pod, volume, cancellationToken), failures) is { } mounted) volumes[volume.Name] = mounted;
            }
            catch (ReferenceException e) when (e.IsUnresolved)
            {
                unresolved.Add(new(volume.Name, e.Message));
            }
        }

        if (failures.Count + unresolved.Count == 0) return volumes;
        throw new MountException([.. failures, .. Unresolved(unresolved)], [.. failures.Select(static f => f.Volume)]);
    }

    /// <summary>Brings the volumes that are made from objects up to date.</summary>
    /// <exception cref="MountException">Some cannot be; they keep what they show.</exception>
    public async Task RefreshAsync(Pod pod, CancellationToken cancellationToken)
    {
        var failures = new List<MountFailure>();
        foreach (var volume in pod.Spec.Volumes.Where(Changes)) await TryAsync(volume, () => RefreshAsync(pod, volume, cancellationToken), failures);
        if (failures.Count > 0) throw new MountException(failures, [.. failures.Select(static f => f.Volume)]);
    }

    /// <summary>Whether a pod has volumes that change with the objects they are made from.</summary>
    public static bool NeedsRefresh(PodSpec pod) => pod.Volumes.Any(Changes);

    /// <summary>Removes the volumes of a pod that is over; what its containers left behind stays.</summary>
    /// <exception cref="ReferenceException">A driver does not let a volume go yet; it is to be tried again.</exception>
    public async Task ReleaseAsync(string uid, CancellationToken cancellationToken)
    {
        objectVolumes.Release(uid);
        await csi.ReleaseAsync(uid, cancellationToken);
        foreach (var folder in (string[])[folders.SubPaths(uid), folders.Disks(uid), folders.Volumes(uid)])
        {
            if (!Directory.Exists(folder)) continue;
            Mounts.UnmountAll(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes all that a pod had in its folder.</summary>
    public void Remove(string uid)
    {
        objectVolumes.Release(uid);
        var folder = folders.Pod(uid);
        if (!Directory.Exists(folder)) return;
        Mounts.UnmountAll(folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What is told of volumes that could not be in time.</summary>
    public static string Late(IEnumerable<string> unmounted) =>
        $"Unable to attach or mount volumes: unmounted volumes=[{string.Join(' ', unmounted)}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded";

    private static IEnumerable<MountFailure> Unresolved(List<MountFailure> volumes)
    {
        if (volumes.Count == 0) yield break;
        var names = string.Join(' ', volumes.Select(static v => v.Volume));
        var reasons = string.Join("; ", volumes.Select(static v => v.Message));
        yield return new(volumes[0].Volume, $"Unable to attach or mount volumes: unmounted volumes=[{names}], unattached volumes=[], failed to process volumes=[{names}]: {reasons}");
    }

    private static async Task<MountedVolume?> TryAsync(Volume volume, Func<Task<MountedVolume?>> work, List<MountFailure> failures)
    {
        try
        {
            return await work();
        }
        catch (VolumeException e)
        {
            failures.Add(new(volume.Name, e.Message, e.Reason));
            return null;
        }
        catch (Exception e) when (e is ReferenceException { IsUnresolved: false } or IOException or UnauthorizedAccessException)
        {
            failures.Add(new(volume.Name, $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}"));
            return null;
        }
    }

    /// <summary>Whether a volume may change while its pod runs.</summary>
    private static bool Changes(Volume volume) => ObjectVolumes.Makes(volume) || (volume.Csi ?? volume.PersistentVolumeClaim ?? (object?)volume.Ephemeral) is not null;

    private async Task<MountedVolume?> RefreshAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (ObjectVolumes.Makes(volume)) return await WriteAsync(pod, volume, cancellationToken);
        try
        {
            if (volume.Csi is { } source) await csi.RefreshAsync(pod, volume.Name, CsiSource.Of(pod, volume.Name, source), cancellationToken);
            else await claims.RefreshAsync(pod, volume, cancellationToken);
        }
        catch (ReferenceException e) when (e is not VolumeException)
        {
            // What it leads to is gone, or cannot be read now. The pod has its volume all the same.
        }

        return null;
    }

    private async Task<MountedVolume> PrepareAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volume.HostPath is { } host) return new MountedVolume(HostPaths.Prepare(host));
        if (volume.PersistentVolumeClaim is not null || volume.Ephemeral is not null) return await claims.PrepareAsync(pod, volume, cancellationToken);
        if (volume.Csi is { } source) return await csi.PrepareAsync(pod, volume.Name, CsiSource.Of(pod, volume.Name, source), cancellationToken);
        var path = folders.Volume(pod.Metadata.Uid, volume.Name);
        if (volume.EmptyDir is { } empty)
        {
            EmptyDirs.Prepare(pod, path, empty, allocatable().TryGetValue(ResourceName.Memory, out var memory) ? memory.Value : 0);
            return new MountedVolume(path);
        }

        if (volume.Nfs is { } nfs)
        {
            await NfsVolumes.OfMachine.MountAsync(nfs, path, [], nfs.ReadOnly, cancellationToken);
            return new MountedVolume(path, nfs.ReadOnly);
        }

        if (!ObjectVolumes.Makes(volume)) throw new ReferenceException("this kind of volume is not supported by this node");
        return AtomicFolder.IsWritten(path) ? new MountedVolume(path, IsReadOnly: true) : await WriteAsync(pod, volume, cancellationToken);
    }

    /// <summary>Writes a volume that is made from objects. All but configMaps may hold secrets, so they never reach a disk.</summary>
    private async Task<MountedVolume> WriteAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var path = folders.Volume(pod.Metadata.Uid, volume.Name);
        var files = await objectVolumes.FilesAsync(pod, volume, path, cancellationToken);
        if (!AtomicFolder.IsWritten(path) && volume.ConfigMap is null)
        {
            Directory.CreateDirectory(path);
            Mounts.MountMemory(path, null);
        }

        AtomicFolder.Write(path, files, VolumeOwnership.Of(pod.Spec).Group, time.GetUtcNow());
        return new MountedVolume(path, IsReadOnly: true);
    }
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Persistent volumes of this machine: folders, and block devices, as file systems or as they are; folders of NFS servers; and those of CSI drivers.</summary>
public sealed class ClaimVolumes(PodFolders folders, ReferencedObjects objects, CsiVolumes csi, IEventRecorder events)
{
    private const string Filesystem = "Filesystem";
    private const string Block = "Block";

    private readonly LocalVolumes _local = new(folders, DiskFormats.OfMachine);

    /// <summary>What is behind a pod's claim.</summary>
    /// <exception cref="ReferenceException">The claim leads to nothing that this machine has.</exception>
    public async Task<MountedVolume> PrepareAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var (claim, found) = await ResolveAsync(pod, volume, cancellationToken);
        var mode = found.Spec.VolumeMode ?? Filesystem;
        CheckUse(pod.Spec, volume.Name, mode);
        var isReadOnly = volume.PersistentVolumeClaim?.ReadOnly == true;
        if (found.Spec.Csi is { } driven)
        {
            var mounted = await csi.PrepareAsync(pod, volume.Name, CsiSource.Of(found, driven, isReadOnly), cancellationToken);
            if (!isReadOnly) await GrowAsync(pod, volume, claim, found, cancellationToken);
            return mounted;
        }

        if (mode == Block)
        {
            var (device, isNew) = _local.Map(pod.Metadata.Uid, found);
            if (isNew) TellMapped(pod, found.Metadata.Name);
            return new MountedVolume(device, isReadOnly, IsDevice: true);
        }

        try
        {
            if (found.Spec.Nfs is { } nfs)
            {
                var folder = folders.Volume(pod.Metadata.Uid, volume.Name);
                await NfsVolumes.OfMachine.MountAsync(nfs, folder, found.Spec.MountOptions, isReadOnly, cancellationToken);
                return new MountedVolume(folder, isReadOnly);
            }

            var path = found.Spec.HostPath is { } host ? HostPaths.Prepare(host) : await _local.MountAsync(pod.Metadata.Uid, volume.Name, found, isReadOnly, cancellationToken);
            if (!isReadOnly) await GrowAsync(pod, volume, claim, found, cancellationToken);
            if (pod.Spec.SecurityContext is { FsGroup: { } group } security && found.Spec.HostPath is null) FileOwnership.GiveAll(path, (uint)group, security.FsGroupChangePolicy, isReadOnly);
            return new MountedVolume(path, isReadOnly);
        }
        catch (Exception e) when (e is ReferenceException and not VolumeException or IOException or UnauthorizedAccessException)
        {
            throw new VolumeException("MountVolume.SetUp failed", found.Metadata.Name, e.Message);
        }
    }

    /// <summary>Brings the volume of a running pod up to date: it may have grown, and a driver may want to be asked again.</summary>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public async Task RefreshAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var (claim, found) = await ResolveAsync(pod, volume, cancellationToken);
        var isReadOnly = volume.PersistentVolumeClaim?.ReadOnly == true;
        if (found.Spec.Csi is { } driven) await csi.RefreshAsync(pod, volume.Name, CsiSource.Of(found, driven, isReadOnly), cancellationToken);
        if (!isReadOnly && (found.Spec.Csi ?? (object?)found.Spec.Local) is not null) await GrowAsync(pod, volume, claim, found, cancellationToken);
    }

    /// <summary>The claim behind a volume of a pod, and where it is on a disk of this machine, or null for one of a driver; null where there is none, or not yet.</summary>
    public async Task<(string Claim, string? Folder)?> FindAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var name = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? "" : $"{pod.Metadata.Name}-{volume.Name}");
        if (name.Length == 0 || await objects.FindAsync<PersistentVolumeClaim>(pod.Metadata.Namespace, name, cancellationToken) is not { Spec.VolumeName.Length: > 0 } claim) return null;
        var found = await objects.FindAsync<PersistentVolume>("", claim.Spec.VolumeName, cancellationToken);
        return found?.Spec switch
        {
            { Csi: not null } => (name, null),
            { Local: not null, VolumeMode: not Block } when _local.Find(pod.Metadata.Uid, volume.Name, found) is { } path => (name, path),
            _ => null,
        };
    }

    private async Task<(PersistentVolumeClaim Claim, PersistentVolume Found)> ResolveAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var (ns, name) = (pod.Metadata.Namespace, volume.PersistentVolumeClaim?.ClaimName ?? $"{pod.Metadata.Name}-{volume.Name}");
        var claim = await objects.FindAsync<PersistentVolumeClaim>(ns, name, cancellationToken)
            ?? throw Unresolved($"error processing PVC {ns}/{name}: failed to fetch PVC from API server: persistentvolumeclaims \"{name}\" not found");
        if (volume.Ephemeral is not null && !claim.Metadata.OwnerReferences.Any(o => o.Controller == true && o.Uid == pod.Metadata.Uid))
            throw Unresolved($"PVC {ns}/{name} was not created for pod {ns}/{pod.Metadata.Name} (pod is not owner)");
        if (claim.Spec.VolumeName.Length == 0 || claim.Status.Phase != "Bound") throw Unresolved($"error processing PVC {ns}/{name}: PVC is not bound");
        var found = await objects.FindAsync<PersistentVolume>("", claim.Spec.VolumeName, cancellationToken)
            ?? throw Unresolved($"error processing PVC {ns}/{name}: failed to fetch PV {claim.Spec.VolumeName}: persistentvolumes \"{claim.Spec.VolumeName}\" not found");
        return (claim, found);
    }

    /// <summary>Containers mount file systems and are handed devices, not the other way round.</summary>
    private static void CheckUse(PodSpec spec, string volume, string mode)
    {
        var containers = PodContainers.All(spec).Select(static c => c.Container).ToList();
        if (mode != Filesystem && containers.Any(c => c.VolumeMounts.Any(m => m.Name == volume)))
            throw Unresolved($"volume {volume} has volumeMode {mode}, but is specified in volumeMounts");
        if (mode != Block && containers.Any(c => c.VolumeDevices.Any(d => d.Name == volume)))
            throw Unresolved($"volume {volume} has volumeMode {mode}, but is specified in volumeDevices");
    }

    /// <summary>A volume that is larger than its claim has heard of: its file system takes up the rest, and the claim hears of it.</summary>
    private async Task GrowAsync(Pod pod, Volume volume, PersistentVolumeClaim claim, PersistentVolume found, CancellationToken cancellationToken)
    {
        if (!found.Spec.Capacity.TryGetValue(ResourceName.Storage, out var size) || !claim.Status.Capacity.TryGetValue(ResourceName.Storage, out var known) || size <= known) return;
        try
        {
            if (found.Spec.Local is { } local && found.Spec.VolumeMode != Block && _local.Find(pod.Metadata.Uid, volume.Name, found) is { } path) await _local.GrowAsync(local.Path, path, cancellationToken);
            if (found.Spec.Csi is { } driven) await csi.GrowAsync(pod.Metadata.Uid, volume.Name, CsiSource.Of(found, driven, isReadOnly: false), size, cancellationToken);
            await objects.GrownAsync(claim, size, cancellationToken);
        }
        catch (ReferenceException e)
        {
            throw new VolumeException("MountVolume.Setup failed while expanding volume", found.Metadata.Name, e.Message);
        }

        events.Normal(pod, "FileSystemResizeSuccessful", $"MountVolume.NodeExpandVolume succeeded for volume \"{found.Metadata.Name}\" {pod.Spec.NodeName}");
    }

    private void TellMapped(Pod pod, string volume)
    {
        var (shared, own) = (folders.GlobalDevices(volume), folders.Devices(pod.Metadata.Uid));
        events.Normal(pod, "SuccessfulMountVolume", $"MapVolume.MapPodDevice succeeded for volume \"{volume}\" globalMapPath \"{shared}\"");
        events.Normal(pod, "SuccessfulMountVolume", $"MapVolume.MapPodDevice succeeded for volume \"{volume}\" volumeMapPath \"{own}\"");
    }

    private static ReferenceException Unresolved(string message) => new(message) { IsUnresolved = true };
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Persistent volumes that are folders of this machine.</summary>
public sealed class ClaimVolumes(PodFolders folders, ReferencedObjects objects)
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_111_111;

    /// <summary>The folder behind a pod's claim, made when it is one that is provisioned here.</summary>
    /// <exception cref="ReferenceException">The claim leads to no folder of this machine.</exception>
    public async Task<MountedVolume> PrepareAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var (ns, name) = (pod.Metadata.Namespace, volume.PersistentVolumeClaim?.ClaimName ?? $"{pod.Metadata.Name}-{volume.Name}");
        var claim = await objects.FindAsync<PersistentVolumeClaim>(ns, name, cancellationToken)
            ?? throw new ReferenceException($"error processing PVC {ns}/{name}: failed to fetch PVC from API server: persistentvolumeclaims \"{name}\" not found") { IsUnresolved = true };
        if (volume.Ephemeral is not null && !claim.Metadata.OwnerReferences.Any(o => o.Controller == true && o.Uid == pod.Metadata.Uid))
            throw new ReferenceException($"PVC {ns}/{name} was not created for pod {ns}/{pod.Metadata.Name} (pod is not owner)") { IsUnresolved = true };
        if (claim.Spec.VolumeName.Length == 0 || claim.Status.Phase != "Bound") throw new ReferenceException($"error processing PVC {ns}/{name}: PVC is not bound") { IsUnresolved = true };
        var found = await objects.FindAsync<PersistentVolume>("", claim.Spec.VolumeName, cancellationToken)
            ?? throw new ReferenceException($"error processing PVC {ns}/{name}: failed to fetch PV {claim.Spec.VolumeName}: persistentvolumes \"{claim.Spec.VolumeName}\" not found") { IsUnresolved = true };
        if (found.Spec.VolumeMode == "Block") throw new ReferenceException($"volume {found.Metadata.Name} is a block device, which this node does not offer");
        var path = Folder(found);
        var isReadOnly = volume.PersistentVolumeClaim?.ReadOnly == true;
        if (pod.Spec.SecurityContext is { FsGroup: { } group } security && found.Spec.HostPath is null) Give(path, (uint)group, security.FsGroupChangePolicy, isReadOnly);
        return new MountedVolume(path, isReadOnly);
    }

    /// <summary>The claim behind a volume of a pod, and where it is on a disk of this machine; null where there is none, or not yet.</summary>
    public async Task<(string Claim, string Folder)?> FindAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var name = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? "" : $"{pod.Metadata.Name}-{volume.Name}");
        if (name.Length == 0 || await objects.FindAsync<PersistentVolumeClaim>(pod.Metadata.Namespace, name, cancellationToken) is not { Spec.VolumeName.Length: > 0 } claim) return null;
        var found = await objects.FindAsync<PersistentVolume>("", claim.Spec.VolumeName, cancellationToken);
        return found?.Spec.Local?.Path is { } path && Directory.Exists(path) ? (name, path) : null;
    }

    private string Folder(PersistentVolume volume)
    {
        if (volume.Spec.HostPath is { } host) return HostPaths.Prepare(host);
        if (volume.Spec.Local is not { } local) throw new ReferenceException("this kind of persistent volume is not supported by this node");
        if (Path.Exists(local.Path)) return local.Path;
        if (Path.GetDirectoryName(local.Path) != folders.PersistentVolumes) throw new ReferenceException($"path \"{local.Path}\" does not exist");
        Directory.CreateDirectory(local.Path);
        File.SetUnixFileMode(local.Path, ForAll);
        return local.Path;
    }

    private static void Give(string path, uint group, string? policy, bool isReadOnly)
    {
        if (policy == "OnRootMismatch" && FileOwnership.IsGiven(path, group, isReadOnly)) return;
        FileOwnership.GiveAll(path, group, isReadOnly);
    }
}

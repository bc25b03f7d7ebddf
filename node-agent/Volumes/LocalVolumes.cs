using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Persistent volumes of the kind <c>local</c>: folders of the machine, and block devices.</summary>
internal sealed class LocalVolumes(PodFolders folders, DiskFormats formats)
{
    private const string OtherKind = "only directory and block device are supported";
    private const UnixFileMode ForAll = (UnixFileMode)0b111_111_111;

    // Two pods that begin at once on one new device must not both make a file system on it.
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The folder of a volume: its own, made when it is one that is provisioned here, or where its device is mounted for the pod.</summary>
    /// <param name="uid">The pod.</param>
    /// <param name="name">The volume's name in the pod.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="isReadOnly">Whether the pod only reads it.</param>
    /// <param name="cancellationToken">Ends what is under way.</param>
    /// <exception cref="ReferenceException">There is no such thing, or it cannot be mounted.</exception>
    public async Task<string> MountAsync(string uid, string name, PersistentVolume volume, bool isReadOnly, CancellationToken cancellationToken)
    {
        if (volume.Spec.Local is not { } local) throw new ReferenceException("this kind of persistent volume is not supported by this node");
        switch (FileFacts.Find(local.Path))
        {
            case { IsDirectory: true }:
                return local.Path;
            case { IsBlockDevice: true, Device: var number }:
                var folder = folders.Disk(uid, name);
                await MountDeviceAsync(folder, number, volume, local, isReadOnly, cancellationToken);
                return folder;
            case null when Path.GetDirectoryName(local.Path) == folders.PersistentVolumes:
                Directory.CreateDirectory(local.Path);
                File.SetUnixFileMode(local.Path, ForAll);
                return local.Path;
            case var other:
                throw new VolumeException("MountVolume.NewMounter initialization failed", volume.Metadata.Name, other is null ? $"path \"{local.Path}\" does not exist" : OtherKind);
        }
    }

    /// <summary>Where a volume is for a pod that has it; null where it is not.</summary>
    public string? Find(string uid, string name, PersistentVolume volume) => FileFacts.Find(volume.Spec.Local!.Path) switch
    {
        { IsDirectory: true } => volume.Spec.Local.Path,
        { IsBlockDevice: true } when Directory.Exists(folders.Disk(uid, name)) => folders.Disk(uid, name),
        _ => null,
    };

    /// <summary>The device of a volume that the pod gets as it is. A link in the pod's folder says that it has it.</summary>
    /// <exception cref="VolumeException">There is none.</exception>
    public (string Path, bool IsNew) Map(string uid, PersistentVolume volume)
    {
        var path = volume.Spec.Local?.Path ?? "";
        if (FileFacts.Find(path) is not { IsBlockDevice: true })
            throw new VolumeException("MapVolume.MapBlockVolume failed", volume.Metadata.Name, Path.Exists(path) ? OtherKind : $"path \"{path}\" does not exist");
        var link = Path.Combine(folders.Devices(uid), volume.Metadata.Name);
        if (new FileInfo(link).LinkTarget == path) return (path, false);
        Directory.CreateDirectory(folders.Devices(uid));
        File.Delete(link);
        File.CreateSymbolicLink(link, path);
        return (path, true);
    }

    /// <summary>Lets a volume's file system take up all of its device; a folder is as large as its disk already.</summary>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public Task GrowAsync(string path, string folder, CancellationToken cancellationToken) =>
        FileFacts.Find(path) is { IsBlockDevice: true } ? formats.GrowAsync(path, folder, cancellationToken) : Task.CompletedTask;

    private async Task MountDeviceAsync(string folder, string number, PersistentVolume volume, LocalVolumeSource local, bool isReadOnly, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Mounts.IsMounted(folder)) return;
            Directory.CreateDirectory(folder);
            var isInUse = Mounts.IsInUse(number);
            // A device that others write to can be mounted no other way; the pod's containers see it read-only.
            await formats.MountAsync(local.Path, folder, local.FsType ?? DiskFormats.Standard, volume.Spec.MountOptions, isReadOnly && !isInUse, isInUse, cancellationToken);
        }
        catch (ReferenceException e)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder);
            var what = $"local: failed to mount device {local.Path} at {folder} (fstype: {local.FsType ?? DiskFormats.Standard}), error {e.Message}";
            throw new VolumeException("MountVolume.MountDevice failed", volume.Metadata.Name, what);
        }
        finally
        {
            _one.Release();
        }
    }
}

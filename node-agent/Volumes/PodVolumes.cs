using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Makes a pod's volumes on the machine and keeps those that are made from objects up to date.</summary>
public sealed class PodVolumes(PodFolders folders, ReferencedObjects objects, Func<IReadOnlyDictionary<string, Quantity>> allocatable, TimeProvider time)
{
    /// <summary>Makes or refreshes every volume. Returns the path of each by name.</summary>
    /// <exception cref="ReferenceException">A volume cannot be made; the message says which and why.</exception>
    public async Task<IReadOnlyDictionary<string, string>> PrepareAsync(Pod pod, CancellationToken cancellationToken)
    {
        var paths = new Dictionary<string, string>();
        foreach (var volume in pod.Spec.Volumes)
        {
            try
            {
                paths[volume.Name] = await PrepareAsync(pod, volume, cancellationToken);
            }
            catch (Exception e) when (e is ReferenceException or IOException or UnauthorizedAccessException)
            {
                throw new ReferenceException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}");
            }
        }

        return paths;
    }

    /// <summary>Whether a pod has volumes that change with the objects they are made from.</summary>
    public static bool NeedsRefresh(PodSpec pod) =>
        pod.Volumes.Any(v => v.ConfigMap is not null || v.Secret is not null || v.Projected is not null || v.DownwardAPI is not null);

    /// <summary>Removes all that a pod had in its folder.</summary>
    public void Remove(string uid)
    {
        var folder = folders.Pod(uid);
        if (!Directory.Exists(folder)) return;
        Mounts.UnmountAll(folder);
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> PrepareAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volume.HostPath is { } host) return HostPaths.Prepare(host);
        if (volume.PersistentVolumeClaim is { } claim) return await ClaimAsync(pod, claim, cancellationToken);
        var path = folders.Volume(pod.Metadata.Uid, volume.Name);
        if (volume.EmptyDir is { } empty) return Empty(pod, path, empty);
        if (await FilesAsync(pod, volume, cancellationToken) is not { } files)
            throw new ReferenceException("this kind of volume is not supported by this node");
        AtomicFolder.Write(path, files, time.GetUtcNow());
        if (pod.Spec.SecurityContext?.FsGroup is { } group) Mounts.GiveToGroup(path, (uint)group);
        return path;
    }

    private static string Empty(Pod pod, string path, EmptyDirVolumeSource source)
    {
        var isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        if (source.Medium == StorageMedium.Memory) Mounts.MountMemory(path, source.SizeLimit?.Value);
        if (isNew) File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        if (isNew && pod.Spec.SecurityContext?.FsGroup is { } group) Mounts.GiveToGroup(path, (uint)group);
        return path;
    }

    private async Task<IReadOnlyList<VolumeFile>?> FilesAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volume.ConfigMap is { } config)
            return await ConfigMapAsync(pod, config.Name, config.Items, config.DefaultMode, config.Optional, cancellationToken);
        if (volume.Secret is { } secret)
            return await SecretAsync(pod, secret.SecretName, secret.Items, secret.DefaultMode, secret.Optional, cancellationToken);
        if (volume.DownwardAPI is { } downward) return [.. ObjectFiles.Of(pod, downward.Items, downward.DefaultMode, allocatable())];
        if (volume.Projected is not { } projected) return null;
        var files = new List<VolumeFile>();
        foreach (var source in projected.Sources) files.AddRange(await SourceAsync(pod, volume.Name, source, projected.DefaultMode, cancellationToken));
        return files;
    }

    private async Task<IReadOnlyList<VolumeFile>> SourceAsync(Pod pod, string volume, VolumeProjection source, int? mode, CancellationToken cancellationToken)
    {
        if (source.ConfigMap is { } config) return await ConfigMapAsync(pod, config.Name, config.Items, mode, config.Optional, cancellationToken);
        if (source.Secret is { } secret) return await SecretAsync(pod, secret.Name, secret.Items, mode, secret.Optional, cancellationToken);
        if (source.DownwardAPI is { } downward) return [.. ObjectFiles.Of(pod, downward.Items, mode, allocatable())];
        if (source.ServiceAccountToken is not { } token) throw new ReferenceException($"volume {volume} has a source that is not supported by this node");
        return [await TokenAsync(pod, volume, token, mode, cancellationToken)];
    }

    /// <summary>A token is fetched anew when four fifths of its life are over.</summary>
    private async Task<VolumeFile> TokenAsync(Pod pod, string volume, ServiceAccountTokenProjection token, int? mode, CancellationToken cancellationToken)
    {
        var lifetime = TimeSpan.FromSeconds(token.ExpirationSeconds ?? 3600);
        var current = new FileInfo(Path.Combine(folders.Volume(pod.Metadata.Uid, volume), "..data", token.Path));
        var content = current.Exists && time.GetUtcNow() - current.LastWriteTimeUtc < lifetime * 0.8
            ? await File.ReadAllBytesAsync(current.FullName, cancellationToken)
            : Encoding.UTF8.GetBytes((await objects.TokenAsync(pod, token.Audience, (long)lifetime.TotalSeconds, cancellationToken)).Token);
        return new VolumeFile(token.Path, content, mode ?? 0b110_100_100);
    }

    private async Task<IReadOnlyList<VolumeFile>> ConfigMapAsync(
        Pod pod, string name, IReadOnlyList<KeyToPath> items, int? mode, bool? optional, CancellationToken cancellationToken)
    {
        var map = await objects.FindAsync<ConfigMap>(pod.Metadata.Namespace, name, cancellationToken);
        if (map is null) return optional == true ? [] : throw new ReferenceException($"configmap \"{name}\" not found");
        return [.. ObjectFiles.Of(map, items, mode, optional)];
    }

    private async Task<IReadOnlyList<VolumeFile>> SecretAsync(
        Pod pod, string name, IReadOnlyList<KeyToPath> items, int? mode, bool? optional, CancellationToken cancellationToken)
    {
        var secret = await objects.FindAsync<Secret>(pod.Metadata.Namespace, name, cancellationToken);
        if (secret is null) return optional == true ? [] : throw new ReferenceException($"secret \"{name}\" not found");
        return [.. ObjectFiles.Of(secret, items, mode, optional)];
    }

    private async Task<string> ClaimAsync(Pod pod, PersistentVolumeClaimVolumeSource source, CancellationToken cancellationToken)
    {
        var claim = await objects.FindAsync<PersistentVolumeClaim>(pod.Metadata.Namespace, source.ClaimName, cancellationToken)
            ?? throw new ReferenceException($"persistentvolumeclaim \"{source.ClaimName}\" not found");
        if (claim.Spec.VolumeName.Length == 0) throw new ReferenceException($"persistentvolumeclaim \"{source.ClaimName}\" is not bound");
        var volume = await objects.FindAsync<PersistentVolume>("", claim.Spec.VolumeName, cancellationToken)
            ?? throw new ReferenceException($"persistentvolume \"{claim.Spec.VolumeName}\" not found");
        var path = volume.Spec.HostPath?.Path ?? volume.Spec.Local?.Path ?? throw new ReferenceException("this kind of persistent volume is not supported by this node");
        Directory.CreateDirectory(path);
        if (pod.Spec.SecurityContext?.FsGroup is { } group) Mounts.GiveToGroup(path, (uint)group);
        return path;
    }
}

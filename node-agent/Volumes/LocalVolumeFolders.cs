using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Removes the folders of provisioned volumes once no PersistentVolume names them any more.</summary>
public sealed partial class LocalVolumeFolders(PodFolders folders, Informer<PersistentVolume> volumes, TimeProvider time, ILogger<LocalVolumeFolders> logger)
{
    private const string Provisioned = "pvc-*";

    /// <summary>Follows the cluster's volumes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow().UtcDateTime;
        volumes.Changed += change =>
        {
            if (change.Kind == ChangeKind.Deleted && change.Object.Spec.Local is { } local) Remove(local.Path);
        };
        var running = volumes.RunAsync(cancellationToken);
        await volumes.Synced.WaitAsync(cancellationToken);
        // A folder that was made since then belongs to a volume that the list may not have shown yet.
        foreach (var left in Left(volumes.Snapshot.Objects.Values).Where(f => Directory.GetCreationTimeUtc(f) < started)) Remove(left);
        await running;
    }

    private IEnumerable<string> Left(IEnumerable<PersistentVolume> known)
    {
        if (!Directory.Exists(folders.PersistentVolumes)) return [];
        var named = known.Select(v => v.Spec.Local?.Path).ToHashSet();
        return [.. Directory.EnumerateDirectories(folders.PersistentVolumes, Provisioned).Where(f => !named.Contains(f))];
    }

    private void Remove(string path)
    {
        var isOwn = Path.GetDirectoryName(path) == folders.PersistentVolumes && Path.GetFileName(path).StartsWith("pvc-", StringComparison.Ordinal);
        if (!isOwn || !Directory.Exists(path)) return;
        try
        {
            Directory.Delete(path, recursive: true);
            LogRemoved(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(path, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "removed {path}: its volume is gone")]
    private partial void LogRemoved(string path);

    [LoggerMessage(LogLevel.Error, "cannot remove {path}: {reason}")]
    private partial void LogFailed(string path, string reason);
}

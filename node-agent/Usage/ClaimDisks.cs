using System.Collections.Concurrent;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>
/// The disks behind the claims of running pods, and what drivers tell of their volumes. The API server is asked once for each claim, as one of a pod that runs leads
/// nowhere else; a driver once a minute, as kubelet does. Safe for concurrent use.
/// </summary>
public sealed class ClaimDisks(ClaimVolumes claims, CsiVolumes csi, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    // Who asks for figures does not wait longer for a driver that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Uid, string Volume), (string Claim, string? Folder)?> _known = new();
    private readonly ConcurrentDictionary<(string Uid, string Volume), (long At, DiskReading? Disk)> _told = new();

    /// <summary>The volumes of these pods that are behind claims or of drivers, by the pods' uids. What the API server or a driver does not tell now is left out.</summary>
    public async Task<ILookup<string, ClaimFigures>> OfAsync(IReadOnlyCollection<Pod> running, CancellationToken cancellationToken)
    {
        var wanted = running.SelectMany(static pod => pod.Spec.Volumes.Where(static v => (v.PersistentVolumeClaim ?? v.Ephemeral ?? (object?)v.Csi) is not null).Select(v => (Pod: pod, Volume: v))).ToList();
        var found = await Task.WhenAll(wanted.Select(async w => (w.Pod.Metadata.Uid, Claim: await OfAsync(w.Pod, w.Volume, cancellationToken))));
        var here = wanted.Select(static w => (w.Pod.Metadata.Uid, w.Volume.Name)).ToHashSet();
        foreach (var gone in _known.Keys.Concat(_told.Keys).Where(key => !here.Contains(key)))
        {
            _known.TryRemove(gone, out _);
            _told.TryRemove(gone, out _);
        }

        return found.Where(static f => f.Claim is not null).ToLookup(static f => f.Uid, static f => f.Claim!);
    }

    private async Task<ClaimFigures?> OfAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (await FindAsync(pod, volume, cancellationToken) is not var (claim, folder)) return null;
        var disk = folder is null ? await ToldAsync(pod.Metadata.Uid, volume.Name, cancellationToken) : Directory.Exists(folder) ? DiskReading.Of(folder) : null;
        return disk is { } reading ? new ClaimFigures(volume.Name, pod.Metadata.Namespace, claim, reading) : null;
    }

    private async Task<(string Claim, string? Folder)?> FindAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volume.Csi is not null) return ("", null);
        var key = (pod.Metadata.Uid, volume.Name);
        if (_known.TryGetValue(key, out var known)) return known;
        try
        {
            return _known[key] = await claims.FindAsync(pod, volume, cancellationToken);
        }
        catch (ReferenceException)
        {
            return null;
        }
    }

    private async Task<DiskReading?> ToldAsync(string uid, string volume, CancellationToken cancellationToken)
    {
        if (_told.TryGetValue((uid, volume), out var told) && time.GetElapsedTime(told.At) < Age) return told.Disk;
        using var patience = new CancellationTokenSource(Patience, time);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        DiskReading? disk = null;
        try
        {
            disk = await csi.DiskAsync(uid, volume, wait.Token);
        }
        catch (Exception e) when (e is ReferenceException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The driver does not tell; it is asked again in a minute.
        }

        _told[(uid, volume)] = (time.GetTimestamp(), disk);
        return disk;
    }
}

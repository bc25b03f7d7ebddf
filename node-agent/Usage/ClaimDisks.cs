using System.Collections.Concurrent;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>The disks behind the claims of running pods. The API server is asked once for each: a claim of a pod that runs leads nowhere else. Safe for concurrent use.</summary>
public sealed class ClaimDisks(ClaimVolumes claims)
{
    private readonly ConcurrentDictionary<(string Uid, string Volume), (string Claim, string Folder)?> _known = new();

    /// <summary>The volumes of these pods that are behind claims, by the pods' uids. What the API server does not tell now is left out.</summary>
    public async Task<ILookup<string, ClaimFigures>> OfAsync(IReadOnlyCollection<Pod> running, CancellationToken cancellationToken)
    {
        var found = new List<(string Uid, ClaimFigures Claim)>();
        var wanted = running.SelectMany(static pod => pod.Spec.Volumes.Where(static v => v.PersistentVolumeClaim is not null || v.Ephemeral is not null).Select(v => (Pod: pod, Volume: v))).ToList();
        foreach (var (pod, volume) in wanted)
        {
            if (await FindAsync(pod, volume, cancellationToken) is var (claim, folder) && Directory.Exists(folder))
                found.Add((pod.Metadata.Uid, new ClaimFigures(volume.Name, pod.Metadata.Namespace, claim, DiskReading.Of(folder))));
        }

        var here = wanted.Select(static w => w.Pod.Metadata.Uid).ToHashSet();
        foreach (var gone in _known.Keys.Where(key => !here.Contains(key.Uid))) _known.TryRemove(gone, out _);
        return found.ToLookup(static f => f.Uid, static f => f.Claim);
    }

    private async Task<(string Claim, string Folder)?> FindAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
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
}

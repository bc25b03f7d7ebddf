using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Volumes, claims and storage classes, kept up to date change by change. For one thread.</summary>
public sealed class VolumeCatalog
{
    private readonly Dictionary<string, PersistentVolume> _volumes = [];
    private readonly Dictionary<(string Namespace, string Name), PersistentVolumeClaim> _claims = [];
    private readonly Dictionary<string, StorageClass> _classes = [];

    public IEnumerable<PersistentVolume> All => _volumes.Values;

    public void Read(PersistentVolume volume, bool isGone) => Read(_volumes, volume.Metadata.Name, volume, isGone);

    public void Read(PersistentVolumeClaim claim, bool isGone) => Read(_claims, (claim.Metadata.Namespace, claim.Metadata.Name), claim, isGone);

    public void Read(StorageClass found, bool isGone) => Read(_classes, found.Metadata.Name, found, isGone);

    public PersistentVolume? Volume(string name) => _volumes.GetValueOrDefault(name);

    public PersistentVolumeClaim? Claim(string @namespace, string name) => _claims.GetValueOrDefault((@namespace, name));

    public StorageClass? ClassOf(PersistentVolumeClaim claim) => StorageClasses.Of(claim) is { } name ? _classes.GetValueOrDefault(name) : null;

    /// <summary>The claims of a pod that are there and not bound yet.</summary>
    public IReadOnlyList<PersistentVolumeClaim> Unbound(PodDemand pod)
    {
        List<PersistentVolumeClaim>? unbound = null;
        foreach (var name in PodClaims.Names(pod.Pod))
            if (Claim(pod.Namespace, name) is { } claim && !VolumeMarks.IsBound(claim)) (unbound ??= []).Add(claim);
        return unbound ?? (IReadOnlyList<PersistentVolumeClaim>)[];
    }

    private static void Read<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, TValue value, bool isGone) where TKey : notnull
    {
        if (isGone) known.Remove(key);
        else known[key] = value;
    }
}

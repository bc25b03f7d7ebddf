using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Volumes, claims, storage classes and what nodes say of CSI drivers, kept up to date change by change. For one thread.</summary>
public sealed class VolumeCatalog
{
    private readonly Dictionary<string, PersistentVolume> _volumes = [];
    private readonly Dictionary<(string Namespace, string Name), PersistentVolumeClaim> _claims = [];
    private readonly Dictionary<string, StorageClass> _classes = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _limits = [];
    private readonly Dictionary<string, VolumeAttachment> _attachments = [];
    private readonly HashSet<string> _publishing = [];
    private readonly Dictionary<(string Namespace, string Name), CSIStorageCapacity> _capacities = [];

    public IEnumerable<PersistentVolume> All => _volumes.Values;

    public void Read(PersistentVolume volume, bool isGone) => Read(_volumes, volume.Metadata.Name, volume, isGone);

    public void Read(PersistentVolumeClaim claim, bool isGone) => Read(_claims, (claim.Metadata.Namespace, claim.Metadata.Name), claim, isGone);

    public void Read(StorageClass found, bool isGone) => Read(_classes, found.Metadata.Name, found, isGone);

    public void Read(CSINode node, bool isGone)
    {
        var limits = node.Spec.Drivers.Where(static d => d.Allocatable?.Count is not null).ToDictionary(static d => d.Name, static d => d.Allocatable!.Count!.Value);
        Read(_limits, node.Metadata.Name, limits, isGone || limits.Count == 0);
    }

    public void Read(VolumeAttachment attachment, bool isGone) => Read(_attachments, attachment.Metadata.Name, attachment, isGone);

    public void Read(CSIDriver driver, bool isGone)
    {
        if (!isGone && driver.Spec.StorageCapacity == true) _publishing.Add(driver.Metadata.Name);
        else _publishing.Remove(driver.Metadata.Name);
    }

    public void Read(CSIStorageCapacity capacity, bool isGone) => Read(_capacities, (capacity.Metadata.Namespace, capacity.Metadata.Name), capacity, isGone);

    /// <summary>
    /// Whether a driver has room for a claim where a node is, as far as it publishes that
    /// (https://kubernetes.io/docs/concepts/storage/storage-capacity/).
    /// </summary>
    public bool HasRoom(PersistentVolumeClaim claim, StorageClass of, IReadOnlyDictionary<string, string> labels)
    {
        var size = VolumeMatch.Size(claim);
        return size.Value <= 0 || !_publishing.Contains(of.Provisioner) || _capacities.Values.Any(capacity =>
            capacity.StorageClassName == of.Metadata.Name
            && (capacity.MaximumVolumeSize ?? capacity.Capacity) is { } room && room.Value >= size.Value
            && capacity.NodeTopology.Selects(labels));
    }

    /// <summary>Whether any node takes only so many volumes of a driver.</summary>
    public bool AnyLimits => _limits.Count > 0;

    /// <summary>How many volumes of each driver a node takes; null where it does not say.</summary>
    public IReadOnlyDictionary<string, int>? LimitsOf(string node) => _limits.GetValueOrDefault(node);

    /// <summary>The volumes that are attached to a node, whoever uses them.</summary>
    public IEnumerable<CsiVolume> AttachedTo(string node)
    {
        foreach (var attachment in _attachments.Values)
        {
            if (attachment.Spec.NodeName != node || attachment.Spec.Source.PersistentVolumeName is not { } name) continue;
            if (Volume(name)?.Spec.Csi is { } csi) yield return new CsiVolume(attachment.Spec.Attacher, csi.VolumeHandle);
        }
    }

    /// <summary>The volume of a driver behind a claim, also one that is yet to be made; null where it is none.</summary>
    public CsiVolume? CsiOf(PersistentVolumeClaim claim)
    {
        if (claim.Spec.VolumeName.Length > 0 && Volume(claim.Spec.VolumeName) is { } volume)
            return volume.Spec.Csi is { } csi ? new CsiVolume(csi.Driver, csi.VolumeHandle) : null;
        return ClassOf(claim) is { Provisioner: { } maker } && !maker.StartsWith("kubernetes.io/", StringComparison.Ordinal)
            ? new CsiVolume(maker, $"{claim.Metadata.Namespace}/{claim.Metadata.Name}") : null;
    }

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

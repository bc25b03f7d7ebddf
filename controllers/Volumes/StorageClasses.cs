using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Which class claims and volumes are of, and which one claims without one get.</summary>
public static class StorageClasses
{
    private const string Beta = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The class that a claim asks for; empty for none, null where it does not say.</summary>
    public static string? Of(PersistentVolumeClaim claim) => claim.Metadata.Annotations.GetValueOrDefault(Beta) ?? claim.Spec.StorageClassName;

    /// <summary>The class that a volume belongs to, empty for none.</summary>
    public static string Of(PersistentVolume volume) => volume.Metadata.Annotations.GetValueOrDefault(Beta) ?? volume.Spec.StorageClassName;

    /// <summary>The class that is marked as the default: of several the youngest, of those the first by name.</summary>
    public static StorageClass? Default(IEnumerable<StorageClass> classes) => classes
        .Where(static c => c.Metadata.Annotations.GetValueOrDefault(VolumeMarks.IsDefaultClass) == "true"
            || c.Metadata.Annotations.GetValueOrDefault(VolumeMarks.IsDefaultClassBeta) == "true")
        .OrderByDescending(static c => c.Metadata.CreationTimestamp).ThenBy(static c => c.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Whether volumes of the class may be made where a node is, by the node's labels.</summary>
    public static bool Allows(StorageClass found, IReadOnlyDictionary<string, string> labels) => found.AllowedTopologies.Count == 0
        || found.AllowedTopologies.Any(term => term.MatchLabelExpressions.Count > 0
            && term.MatchLabelExpressions.All(wanted => labels.TryGetValue(wanted.Key, out var value) && wanted.Values.Contains(value)));
}

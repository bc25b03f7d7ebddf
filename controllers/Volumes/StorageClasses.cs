using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Which class claims without one get.</summary>
public static class StorageClasses
{
    /// <summary>The class that is marked as the default: of several the youngest, of those the first by name.</summary>
    public static StorageClass? Default(IEnumerable<StorageClass> classes) => classes
        .Where(static c => c.Metadata.Annotations.GetValueOrDefault(VolumeMarks.IsDefaultClass) == "true"
            || c.Metadata.Annotations.GetValueOrDefault(VolumeMarks.IsDefaultClassBeta) == "true")
        .OrderByDescending(static c => c.Metadata.CreationTimestamp).ThenBy(static c => c.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();
}

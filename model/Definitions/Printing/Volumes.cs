using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Volumes and claims as tables show them.</summary>
internal static class Volumes
{
    private static readonly (string Mode, string Short)[] Modes =
    [
        (PersistentVolumeAccessMode.ReadWriteOnce, "RWO"), (PersistentVolumeAccessMode.ReadOnlyMany, "ROX"),
        (PersistentVolumeAccessMode.ReadWriteMany, "RWX"), (PersistentVolumeAccessMode.ReadWriteOncePod, "RWOP"),
    ];

    public static string Capacity(IReadOnlyDictionary<string, Quantity> amounts) =>
        amounts.TryGetValue(ResourceName.Storage, out var storage) ? storage.ToString() : "0";

    /// <summary><c>RWO,RWX</c>, in the order of Kubernetes.</summary>
    public static string AccessModes(IReadOnlyList<string> modes) => string.Join(",", Modes.Where(m => modes.Contains(m.Mode)).Select(static m => m.Short));
}

using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model;

/// <summary>
/// Labels and owners that many objects have alike, such as the pods of a ReplicaSet: those met lately are kept, and what equals them is replaced by
/// them. Safe for concurrent use.
/// </summary>
internal static class SharedParts
{
    private const int Slots = 1024;

    private static readonly IReadOnlyDictionary<string, string>?[] KnownLabels = new IReadOnlyDictionary<string, string>?[Slots];
    private static readonly IReadOnlyList<OwnerReference>?[] KnownOwners = new IReadOnlyList<OwnerReference>?[Slots];

    public static IReadOnlyDictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count == 0) return labels;
        var hash = 0;
        foreach (var (key, value) in labels) hash += HashCode.Combine(key, value);
        return Share(KnownLabels, hash, labels, static (one, other) => AreSame(one, other));
    }

    public static IReadOnlyList<OwnerReference> Owners(IReadOnlyList<OwnerReference> owners) =>
        owners.Count == 0 ? owners : Share(KnownOwners, owners[0].Uid.GetHashCode(StringComparison.Ordinal), owners, static (one, other) => one.SequenceEqual(other));

    public static bool AreSame(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> others)
    {
        if (labels.Count != others.Count) return false;
        foreach (var (key, value) in labels)
            if (!others.TryGetValue(key, out var other) || other != value) return false;
        return true;
    }

    private static T Share<T>(T?[] known, int hash, T value, Func<T, T, bool> areSame) where T : class
    {
        ref var slot = ref known[(uint)hash % Slots];
        if (Volatile.Read(ref slot) is { } kept && areSame(kept, value)) return kept;
        Volatile.Write(ref slot, value);
        return value;
    }
}

using System.Collections.Frozen;

namespace Orleans.Kube.Model.Ownership;

/// <summary>The fields that have no owners: an object's identity and what the server alone writes into its metadata.</summary>
internal static class Untracked
{
    private static readonly FrozenSet<string> ServerKept = new[]
    {
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a field of metadata has no owner.</summary>
    public static bool IsServerKept(string name) => ServerKept.Contains(name);

    /// <summary>The set without identity and server-kept metadata.</summary>
    public static FieldSet Strip(FieldSet set)
    {
        set = set.Without("f:apiVersion").Without("f:kind");
        if (!set.Children.TryGetValue("f:metadata", out var metadata)) return set;
        if (metadata.Children.Count == 0) return set.Without("f:metadata");
        foreach (var name in ServerKept) metadata = metadata.Without(PathElement.Field(name));
        return set.Without("f:metadata").Union(metadata.Under("f:metadata"));
    }
}

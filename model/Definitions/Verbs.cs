namespace Orleans.Kube.Model.Definitions;

/// <summary>The usual sets of verbs, sorted as discovery lists them.</summary>
public static class Verbs
{
    /// <summary>A stored resource.</summary>
    public static readonly IReadOnlyList<string> All = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>An answer to a question, not stored.</summary>
    public static readonly IReadOnlyList<string> CreateOnly = ["create"];

    /// <summary>Computed on each read.</summary>
    public static readonly IReadOnlyList<string> ReadOnly = ["get", "list"];

    /// <summary>A stored resource whose collection is never deleted as a whole.</summary>
    public static readonly IReadOnlyList<string> NoCollectionDelete = ["create", "delete", "get", "list", "patch", "update", "watch"];
}

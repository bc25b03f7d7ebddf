namespace Orleans.Kube.Model.Meta;

/// <summary>Metadata that all persisted objects carry.</summary>
public sealed record ObjectMeta
{
    /// <summary>Tells the object apart from others of its kind in its namespace. Fixed once it exists.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A prefix from which the server makes a unique name when none is given.</summary>
    public string GenerateName { get; init => field = value ?? ""; } = "";

    /// <summary>The namespace that the name is unique in. Empty for cluster-wide kinds.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>No longer filled in.</summary>
    public string SelfLink { get; init => field = value ?? ""; } = "";

    /// <summary>Unique over all time: an object created again under the same name has another one.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>The revision that last wrote the object. A write that names it succeeds only while it is the latest.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Counts the changes of the wanted state.</summary>
    public long Generation { get; init; }

    /// <summary>CreationTimestamp is a timestamp: when the server created the object.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When the object is to be gone. Set by a graceful deletion; it cannot be taken back.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>How many seconds the object had for ending gracefully when its deletion was asked for.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Names and values by which selectors find the object.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>Names and values that tools keep with the object. Nothing selects by them.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The objects that this one belongs to. It is removed when none of them is left.</summary>
    [ListMap("uid")] [PatchMerge("uid")]
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init => field = value ?? []; } = [];

    /// <summary>Who must finish something before the object may disappear. Each removes its own entry.</summary>
    [ListSet] [PatchMerge]
    public IReadOnlyList<string> Finalizers { get; init => field = value ?? []; } = [];

    /// <summary>Which manager set which fields, as server-side apply needs to know.</summary>
    [Atomic]
    public IReadOnlyList<ManagedFieldsEntry> ManagedFields { get; init => field = value ?? []; } = [];
}

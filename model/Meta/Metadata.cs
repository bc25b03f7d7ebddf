using System.Text.Json;

namespace Orleans.Kube.Model.Meta;

/// <summary>What all lists have.</summary>
public sealed record ListMeta
{
    /// <summary>No longer filled in.</summary>
    public string SelfLink { get; init => field = value ?? ""; } = "";

    /// <summary>The revision at which the list was true. A watch can start from it.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Fetches the next page when it is sent back.</summary>
    public string Continue { get; init => field = value ?? ""; } = "";

    /// <summary>How many items follow this page, where that is known.</summary>
    public long? RemainingItemCount { get; init; }
}

/// <summary>The object to which another belongs.</summary>
[Atomic]
public sealed record OwnerReference
{
    /// <summary>The API version of the owner.</summary>
    [AlwaysWritten]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The kind of the owner.</summary>
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the owner, which is in the same namespace or cluster-wide.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The uid of the owner.</summary>
    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>Whether this owner is the one that manages the object. At most one is.</summary>
    public bool? Controller { get; init; }

    /// <summary>Whether a foreground deletion of the owner waits for this object.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}

/// <summary>The fields that a client manages.</summary>
public sealed record ManagedFieldsEntry
{
    /// <summary>The name of the manager.</summary>
    public string Manager { get; init => field = value ?? ""; } = "";

    /// <summary>How the fields were set: by an apply, or by any other write.</summary>
    [Values(typeof(ManagedFieldsOperationType))]
    public string Operation { get; init => field = value ?? ""; } = "";

    /// <summary>The API version in which the fields are named.</summary>
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    /// <summary>When the manager last changed a field.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The format of the set, always FieldsV1.</summary>
    public string FieldsType { get; init => field = value ?? ""; } = "";

    /// <summary>The set of fields, as a tree of paths.</summary>
    public JsonElement? FieldsV1 { get; init; }

    /// <summary>The subresource that was written, or empty for the object itself.</summary>
    public string Subresource { get; init => field = value ?? ""; } = "";
}

/// <summary>One aspect of an object's state at a time.</summary>
public sealed record Condition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Meta.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>The generation of the object that it was found for.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    [AlwaysWritten]
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    [AlwaysWritten]
    public string Message { get; init => field = value ?? ""; } = "";
}

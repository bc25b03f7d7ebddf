using System.Text.Json;

namespace Orleans.Kube.Model.Meta;

public sealed record ListMeta
{
    public string SelfLink { get; init => field = value ?? ""; } = "";

    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    public string Continue { get; init => field = value ?? ""; } = "";

    public long? RemainingItemCount { get; init; }
}

public sealed record OwnerReference
{
    [AlwaysWritten]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    public bool? Controller { get; init; }

    public bool? BlockOwnerDeletion { get; init; }
}

public sealed record ManagedFieldsEntry
{
    public string Manager { get; init => field = value ?? ""; } = "";

    [Values(typeof(ManagedFieldsOperationType))]
    public string Operation { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? Time { get; init; }

    public string FieldsType { get; init => field = value ?? ""; } = "";

    public JsonElement? FieldsV1 { get; init; }

    public string Subresource { get; init => field = value ?? ""; } = "";
}

public sealed record Condition
{
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Meta.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public long ObservedGeneration { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    [AlwaysWritten]
    public string Reason { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Message { get; init => field = value ?? ""; } = "";
}

namespace Orleans.Kube.Model.Meta;

/// <summary>Metadata that all persisted objects carry.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string GenerateName { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string SelfLink { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public long? DeletionGracePeriodSeconds { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    [ListMap("uid")] [PatchMerge("uid")]
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init => field = value ?? []; } = [];

    [ListSet] [PatchMerge]
    public IReadOnlyList<string> Finalizers { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<ManagedFieldsEntry> ManagedFields { get; init => field = value ?? []; } = [];
}

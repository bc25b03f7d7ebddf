using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "ResourceQuota")]
public sealed record ResourceQuota : KubeObject
{
    public ResourceQuotaSpec Spec { get; init => field = value ?? new(); } = new();

    public ResourceQuotaStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ResourceQuotaSpec
{
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [Atomic] [Values(typeof(ResourceQuotaScope))]
    public IReadOnlyList<string> Scopes { get; init => field = value ?? []; } = [];

    public ScopeSelector? ScopeSelector { get; init; }
}

[Atomic]
public sealed record ScopeSelector
{
    [Atomic]
    public IReadOnlyList<ScopedResourceSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];
}

[Atomic]
public sealed record ScopedResourceSelectorRequirement
{
    [AlwaysWritten] [Values(typeof(ResourceQuotaScope))]
    public string ScopeName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(ScopeSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

public sealed record ResourceQuotaStatus
{
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Used { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}

using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Bounds on what a namespace may use in all.</summary>
[KubeKind("v1", "ResourceQuota")]
public sealed record ResourceQuota : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ResourceQuotaSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ResourceQuotaStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ResourceQuotaSpec
{
    /// <summary>The most that may be used of each resource.</summary>
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    /// <summary>Which objects count, by what they are.</summary>
    [Atomic] [Values(typeof(ResourceQuotaScope))]
    public IReadOnlyList<string> Scopes { get; init => field = value ?? []; } = [];

    /// <summary>Which objects count, by scope and value.</summary>
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
    /// <summary>The bounds that are enforced.</summary>
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    /// <summary>What is used now.</summary>
    public IReadOnlyDictionary<string, Quantity> Used { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}

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

/// <summary>How much a namespace may use.</summary>
public sealed record ResourceQuotaSpec
{
    /// <summary>The most that may be used of each resource.</summary>
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>Which objects count, by what they are.</summary>
    [Atomic] [Values(typeof(ResourceQuotaScope))]
    public IReadOnlyList<string> Scopes { get; init => field = value ?? []; } = [];

    /// <summary>Which objects count, by scope and value.</summary>
    public ScopeSelector? ScopeSelector { get; init; }
}

/// <summary>Scopes in which a quota counts; all of them hold.</summary>
[Atomic]
public sealed record ScopeSelector
{
    /// <summary>The scopes.</summary>
    [Atomic]
    public IReadOnlyList<ScopedResourceSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];
}

/// <summary>A scope, and its values.</summary>
[Atomic]
public sealed record ScopedResourceSelectorRequirement
{
    /// <summary>Name of the scope.</summary>
    [AlwaysWritten] [Values(typeof(ResourceQuotaScope))]
    public string ScopeName { get; init => field = value ?? ""; } = "";

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    [AlwaysWritten] [Values(typeof(ScopeSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The values. In and NotIn need some, Exists and DoesNotExist none.</summary>
    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

/// <summary>How much a namespace uses.</summary>
public sealed record ResourceQuotaStatus
{
    /// <summary>The bounds that are enforced.</summary>
    public IReadOnlyDictionary<string, Quantity> Hard { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>What is used now.</summary>
    public IReadOnlyDictionary<string, Quantity> Used { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;
}

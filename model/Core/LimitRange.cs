using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Bounds and defaults for what single pods, containers and claims of a namespace may ask for.</summary>
[KubeKind("v1", "LimitRange")]
public sealed record LimitRange : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public LimitRangeSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>Limits for one kind of thing.</summary>
public sealed record LimitRangeItem
{
    /// <summary>What it applies to: Pod, Container or PersistentVolumeClaim.</summary>
    [AlwaysWritten] [Values(typeof(LimitType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The most that may be asked for.</summary>
    public IReadOnlyDictionary<string, Quantity> Max { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>The least that must be asked for.</summary>
    public IReadOnlyDictionary<string, Quantity> Min { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>The limit where none is given.</summary>
    public IReadOnlyDictionary<string, Quantity> Default { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>The request where none is given.</summary>
    public IReadOnlyDictionary<string, Quantity> DefaultRequest { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>How many times the request the limit may be.</summary>
    public IReadOnlyDictionary<string, Quantity> MaxLimitRequestRatio { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;
}

/// <summary>The limits.</summary>
public sealed record LimitRangeSpec
{
    /// <summary>The bounds, by what they apply to.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<LimitRangeItem> Limits { get; init => field = value ?? []; } = [];
}

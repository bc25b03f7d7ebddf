using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "LimitRange")]
public sealed record LimitRange : KubeObject
{
    public LimitRangeSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record LimitRangeItem
{
    [AlwaysWritten] [Values(typeof(LimitType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, Quantity> Max { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Min { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Default { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> DefaultRequest { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> MaxLimitRequestRatio { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}

public sealed record LimitRangeSpec
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<LimitRangeItem> Limits { get; init => field = value ?? []; } = [];
}

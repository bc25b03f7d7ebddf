namespace Orleans.Kube.Model.Meta;

[Atomic]
public sealed record LabelSelector
{
    public IReadOnlyDictionary<string, string> MatchLabels { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    [Atomic]
    public IReadOnlyList<LabelSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];
}

public sealed record LabelSelectorRequirement
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(LabelSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

public sealed record FieldSelectorRequirement
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(FieldSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

namespace Orleans.Kube.Model.Meta;

/// <summary>Finds objects by their labels.</summary>
[Atomic]
public sealed record LabelSelector
{
    /// <summary>Labels that must all be there with these values.</summary>
    public IReadOnlyDictionary<string, string> MatchLabels { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>Further requirements, all of which must hold.</summary>
    [Atomic]
    public IReadOnlyList<LabelSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];
}

/// <summary>What a label must be.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label that is looked at.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>How the label relates to the values.</summary>
    [AlwaysWritten] [Values(typeof(LabelSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The values for In and NotIn; empty for Exists and DoesNotExist.</summary>
    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

/// <summary>What a field must be.</summary>
public sealed record FieldSelectorRequirement
{
    /// <summary>The path of the field.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(FieldSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The values. In and NotIn need some, Exists and DoesNotExist none.</summary>
    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

namespace Orleans.Kube.Model.Meta;

/// <summary>A list printed by the server: columns and a row per object.</summary>
public sealed record Table : TypeMeta
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    public ListMeta Metadata { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public IReadOnlyList<TableColumnDefinition> ColumnDefinitions { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public IReadOnlyList<TableRow> Rows { get; init => field = value ?? []; } = [];
}

public sealed record TableColumnDefinition
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Format { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Description { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public int Priority { get; init; }
}

public sealed record TableRowCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(RowConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Meta.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

using System.Text.Json;

namespace Orleans.Kube.Model.Meta;

/// <summary>One object as a row of a <see cref="Table"/>.</summary>
public sealed record TableRow
{
    [AlwaysWritten]
    public IReadOnlyList<object?> Cells { get; init => field = value ?? []; } = [];

    public IReadOnlyList<TableRowCondition> Conditions { get; init => field = value ?? []; } = [];

    public JsonElement? Object { get; init; }
}

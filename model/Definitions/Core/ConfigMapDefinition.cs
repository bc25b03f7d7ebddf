using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>configmaps: immutable on demand, at most 1 MiB.</summary>
public sealed class ConfigMapDefinition : ResourceDefinition<ConfigMap>
{
    public override string Plural => "configmaps";

    public override IReadOnlyList<string> ShortNames => ["cm"];

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Data", "integer", "How many entries it holds.", static m => m.Data.Count + m.BinaryData.Count),
        TableColumn.Age,
    ];
}

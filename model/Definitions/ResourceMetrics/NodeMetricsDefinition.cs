using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.ResourceMetrics;

namespace Orleans.Kube.Model.Definitions;

/// <summary>nodes.metrics.k8s.io: what nodes use; measured when read.</summary>
public sealed class NodeMetricsDefinition : ResourceDefinition<NodeMetrics>
{
    public override string Plural => "nodes";

    public override string Singular => "";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.ReadOnly;

    public override bool Virtual => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("cpu", "string", "Processor time a second.", static m => m.Usage.GetValueOrDefault(ResourceName.Cpu).ToString()),
        Column("memory", "string", "The working set.", static m => m.Usage.GetValueOrDefault(ResourceName.Memory).ToString()),
        Column("window", "string", "How long was measured.", static m => m.Window),
    ];
}

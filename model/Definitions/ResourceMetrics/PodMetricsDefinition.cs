using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.ResourceMetrics;

namespace Orleans.Kube.Model.Definitions;

/// <summary>pods.metrics.k8s.io: what pods use; measured when read.</summary>
public sealed class PodMetricsDefinition : ResourceDefinition<PodMetrics>
{
    public override string Plural => "pods";

    public override string Singular => "";

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.ReadOnly;

    public override bool Virtual => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("cpu", "string", "Processor time a second.", static m => Sum(m, ResourceName.Cpu)),
        Column("memory", "string", "The working set.", static m => Sum(m, ResourceName.Memory)),
        Column("window", "string", "How long was measured.", static m => m.Window),
    ];

    private static string Sum(PodMetrics metrics, string resource) =>
        metrics.Containers.Aggregate(Quantity.Zero, (sum, c) => sum.IsZero ? c.Usage.GetValueOrDefault(resource) : sum + c.Usage.GetValueOrDefault(resource)).ToString();
}

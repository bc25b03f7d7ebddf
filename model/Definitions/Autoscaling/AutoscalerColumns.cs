using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The columns of autoscalers, whichever version they are read in.</summary>
internal static class AutoscalerColumns
{
    public static IReadOnlyList<TableColumn> Of(Func<KubeObject, HorizontalPodAutoscaler> read) =>
    [
        new("Reference", "string", "What it scales.", (o, _) => read(o).Spec.ScaleTargetRef is var target ? $"{target.Kind}/{target.Name}" : null),
        new("Targets", "string", "What each metric is, of what it should be.", (o, _) => Targets(read(o))),
        new("MinPods", "string", "The fewest pods.", (o, _) => read(o).Spec.MinReplicas is { } minimum ? Cells.Number(minimum) : Cells.Unset),
        new("MaxPods", "string", "The most pods.", (o, _) => read(o).Spec.MaxReplicas),
        new("Replicas", "string", "How many pods there are.", (o, _) => read(o).Status.CurrentReplicas),
        TableColumn.Age,
    ];

    private static string Targets(HorizontalPodAutoscaler autoscaler)
    {
        var texts = new List<string>();
        for (var i = 0; i < autoscaler.Spec.Metrics.Count; i++)
            texts.Add(Target(autoscaler.Spec.Metrics[i], i < autoscaler.Status.CurrentMetrics.Count ? autoscaler.Status.CurrentMetrics[i] : null));
        return texts.Count > 2 ? $"{string.Join(", ", texts.Take(2))} + {texts.Count - 2} more..." : texts.Count == 0 ? Cells.None : string.Join(", ", texts);
    }

    private static string Target(MetricSpec metric, MetricStatus? status) => metric switch
    {
        { Resource: { } resource } => $"{resource.Name}: {Share(resource.Target, status?.Resource?.Current)}",
        { ContainerResource: { } resource } => $"{resource.Name}: {Share(resource.Target, status?.ContainerResource?.Current)}",
        { Pods: { } pods } => $"{Value(status?.Pods?.Current.AverageValue)}/{Value(pods.Target.AverageValue)}",
        { Object: { } one } => Amount(one.Target, status?.Object?.Current),
        { External: { } external } => Amount(external.Target, status?.External?.Current),
        _ => "<unknown type>",
    };

    private static string Share(MetricTarget target, MetricValueStatus? current) =>
        target.AverageValue is not null
            ? $"{Value(current?.AverageValue)}/{Value(target.AverageValue)}"
            : $"{Percent(current?.AverageUtilization)}/{(target.AverageUtilization is null ? "<auto>" : Percent(target.AverageUtilization))}";

    private static string Amount(MetricTarget target, MetricValueStatus? current) =>
        target.AverageValue is not null
            ? $"{Value(current?.AverageValue)}/{Value(target.AverageValue)} (avg)"
            : $"{Value(current?.Value)}/{Value(target.Value)}";

    private static string Value(Quantity? amount) => amount?.ToString() ?? Cells.Unknown;

    private static string Percent(int? percent) => percent is { } number ? $"{number}%" : Cells.Unknown;
}

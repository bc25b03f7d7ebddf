using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.ResourceMetrics;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Computed;

namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>nodes.metrics.k8s.io. A node that cannot be measured is left out.</summary>
public sealed class NodeMetricsResource(IClusterState cluster, UsageSource source) : IComputedResource
{
    public GroupResource Resource { get; } = new("metrics.k8s.io", "nodes");

    public async ValueTask<IReadOnlyList<ApiObject>> ListAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var measured = await Task.WhenAll(cluster.Current.List(Resources.Nodes).Select(async node => (Node: node, Usage: await source.OfAsync(node.Key.Name, cancellationToken))));
        return [.. measured.Where(static m => m.Usage is { Node.Count: > 0 }).Select(m => MetricsOf(m.Node, m.Usage!))];
    }

    private ApiObject MetricsOf(ApiObject node, NodeUsage usage) => ApiObject.FromContent(new ObjectKey(Resource, "", node.Key.Name), new NodeMetrics
    {
        ApiVersion = "metrics.k8s.io/v1beta1", Kind = "NodeMetrics",
        Metadata = new ObjectMeta { Name = node.Key.Name, CreationTimestamp = usage.Timestamp, Labels = node.Header.Labels },
        Timestamp = usage.Timestamp, Window = usage.WindowText, Usage = usage.Node,
    });
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.ResourceMetrics;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Computed;

namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>pods.metrics.k8s.io. A pod that does not run, or has only just started, is left out.</summary>
public sealed class PodMetricsResource(IClusterState cluster, UsageSource source) : IComputedResource
{
    public GroupResource Resource { get; } = new("metrics.k8s.io", "pods");

    public async ValueTask<IReadOnlyList<ApiObject>> ListAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var pods = cluster.Current.List(Resources.Pods, @namespace).Where(static p => p.As<Pod>() is { Status.Phase: PodPhase.Running, Spec.NodeName.Length: > 0 })
            .GroupBy(static p => p.As<Pod>().Spec.NodeName);
        var measured = await Task.WhenAll(pods.Select(async group => (Pods: group, Usage: await source.OfAsync(group.Key, cancellationToken))));
        return
        [
            .. measured.Where(static m => m.Usage is not null).SelectMany(m => m.Pods.Where(p => m.Usage!.Pods.ContainsKey(p.Header.Uid)).Select(p => MetricsOf(p, m.Usage!)))
                .OrderBy(static m => m.Key.Path, StringComparer.Ordinal),
        ];
    }

    private ApiObject MetricsOf(ApiObject pod, NodeUsage usage) => ApiObject.FromContent(new ObjectKey(Resource, pod.Key.Namespace, pod.Key.Name), new PodMetrics
    {
        ApiVersion = "metrics.k8s.io/v1beta1", Kind = "PodMetrics",
        Metadata = new ObjectMeta { Name = pod.Key.Name, Namespace = pod.Key.Namespace, CreationTimestamp = usage.Timestamp, Labels = pod.Header.Labels },
        Timestamp = usage.Timestamp, Window = usage.WindowText, Containers = usage.Pods[pod.Header.Uid],
    });
}

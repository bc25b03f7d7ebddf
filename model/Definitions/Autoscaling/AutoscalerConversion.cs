using System.Text.Json;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using V1 = Orleans.Kube.Model.AutoscalingV1;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// Autoscalers between their versions. What v1 has no field for (metrics other than the cpu's, behavior, conditions) travels as JSON in
/// annotations of v1, so that nothing is lost on the way there and back.
/// </summary>
internal static class AutoscalerConversion
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";

    public static V1.HorizontalPodAutoscaler ToV1(HorizontalPodAutoscaler value)
    {
        var cpu = value.Spec.Metrics.FirstOrDefault(IsCpu);
        var currentCpu = value.Status.CurrentMetrics.FirstOrDefault(IsCpu);
        var annotations = new Dictionary<string, string>(value.Metadata.Annotations, StringComparer.Ordinal);
        Put(annotations, Metrics, [.. value.Spec.Metrics.Where(m => !ReferenceEquals(m, cpu))]);
        Put(annotations, CurrentMetrics, [.. value.Status.CurrentMetrics.Where(m => !ReferenceEquals(m, currentCpu))]);
        Put(annotations, Conditions, value.Status.Conditions);
        if (value.Spec.Behavior is { } behavior) annotations[Behavior] = JsonSerializer.Serialize(behavior, KubeJson.Options);
        return new()
        {
            ApiVersion = "autoscaling/v1",
            Kind = value.Kind,
            Metadata = value.Metadata with { Annotations = annotations },
            Spec = new()
            {
                ScaleTargetRef = new() { ApiVersion = value.Spec.ScaleTargetRef.ApiVersion, Kind = value.Spec.ScaleTargetRef.Kind, Name = value.Spec.ScaleTargetRef.Name },
                MinReplicas = value.Spec.MinReplicas,
                MaxReplicas = value.Spec.MaxReplicas,
                TargetCPUUtilizationPercentage = cpu?.Resource?.Target.AverageUtilization,
            },
            Status = new()
            {
                ObservedGeneration = value.Status.ObservedGeneration,
                LastScaleTime = value.Status.LastScaleTime,
                CurrentReplicas = value.Status.CurrentReplicas,
                DesiredReplicas = value.Status.DesiredReplicas,
                CurrentCPUUtilizationPercentage = currentCpu?.Resource?.Current.AverageUtilization,
            },
        };
    }

    public static HorizontalPodAutoscaler ToV2(V1.HorizontalPodAutoscaler value)
    {
        var kept = value.Metadata.Annotations.Where(static p => p.Key is not (Metrics or CurrentMetrics or Behavior or Conditions));
        var spec = value.Spec;
        return new()
        {
            ApiVersion = "autoscaling/v2",
            Kind = value.Kind,
            Metadata = value.Metadata with { Annotations = kept.ToDictionary(static p => p.Key, static p => p.Value, StringComparer.Ordinal) },
            Spec = new()
            {
                ScaleTargetRef = new() { ApiVersion = spec.ScaleTargetRef.ApiVersion, Kind = spec.ScaleTargetRef.Kind, Name = spec.ScaleTargetRef.Name },
                MinReplicas = spec.MinReplicas,
                MaxReplicas = spec.MaxReplicas,
                Metrics = [.. spec.TargetCPUUtilizationPercentage is { } percent ? [AutoscalerDefaults.Cpu(percent)] : Array.Empty<MetricSpec>(), .. Get<MetricSpec[]>(value, Metrics) ?? []],
                Behavior = Get<HorizontalPodAutoscalerBehavior>(value, Behavior),
            },
            Status = Status(value),
        };
    }

    private static HorizontalPodAutoscalerStatus Status(V1.HorizontalPodAutoscaler value)
    {
        var status = value.Status;
        MetricStatus[] cpu = status.CurrentCPUUtilizationPercentage is not { } percent ? [] :
            [new() { Type = MetricSourceType.Resource, Resource = new() { Name = ResourceName.Cpu, Current = new() { AverageUtilization = percent } } }];
        return new()
        {
            ObservedGeneration = status.ObservedGeneration,
            LastScaleTime = status.LastScaleTime,
            CurrentReplicas = status.CurrentReplicas,
            DesiredReplicas = status.DesiredReplicas,
            CurrentMetrics = [.. cpu, .. Get<MetricStatus[]>(value, CurrentMetrics) ?? []],
            Conditions = Get<HorizontalPodAutoscalerCondition[]>(value, Conditions) ?? [],
        };
    }

    private static bool IsCpu(MetricSpec metric) => metric.Resource is { Name: ResourceName.Cpu, Target.AverageUtilization: not null };

    private static bool IsCpu(MetricStatus metric) => metric.Resource is { Name: ResourceName.Cpu, Current.AverageUtilization: not null, Current.AverageValue: null };

    private static void Put<T>(Dictionary<string, string> annotations, string key, IReadOnlyList<T> items)
    {
        if (items.Count > 0) annotations[key] = JsonSerializer.Serialize(items, KubeJson.Options);
    }

    /// <summary>What an annotation holds; null when it is missing or not such JSON, as Kubernetes treats it.</summary>
    private static T? Get<T>(KubeObject value, string key) where T : class
    {
        if (!value.Metadata.Annotations.TryGetValue(key, out var json)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(json, KubeJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

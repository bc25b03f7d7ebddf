using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of autoscalers (k8s.io/kubernetes/pkg/apis/autoscaling/v2/defaults.go).</summary>
internal static class AutoscalerDefaults
{
    private const int CpuPercent = 80;

    private static readonly HPAScalingRules Up = new()
    {
        StabilizationWindowSeconds = 0, SelectPolicy = ScalingPolicySelect.Max,
        Policies = [new() { Type = HPAScalingPolicyType.Pods, Value = 4, PeriodSeconds = 15 }, new() { Type = HPAScalingPolicyType.Percent, Value = 100, PeriodSeconds = 15 }],
    };

    private static readonly HPAScalingRules Down = new()
    {
        SelectPolicy = ScalingPolicySelect.Max, Policies = [new() { Type = HPAScalingPolicyType.Percent, Value = 100, PeriodSeconds = 15 }],
    };

    public static HorizontalPodAutoscalerSpec Default(HorizontalPodAutoscalerSpec spec)
    {
        var behavior = Default(spec.Behavior);
        if (spec is { MinReplicas: not null, Metrics.Count: > 0 } && ReferenceEquals(behavior, spec.Behavior)) return spec;
        return spec with
        {
            MinReplicas = spec.MinReplicas ?? 1,
            Metrics = spec.Metrics.Count > 0 ? spec.Metrics : [Cpu(CpuPercent)],
            Behavior = behavior,
        };
    }

    /// <summary>The metric that keeps the average use of the cpu at a percentage of what pods ask for.</summary>
    public static MetricSpec Cpu(int percent) => new()
    {
        Type = MetricSourceType.Resource,
        Resource = new() { Name = ResourceName.Cpu, Target = new() { Type = MetricTargetType.Utilization, AverageUtilization = percent } },
    };

    private static HorizontalPodAutoscalerBehavior? Default(HorizontalPodAutoscalerBehavior? behavior)
    {
        if (behavior is null) return null;
        var (up, down) = (Merge(behavior.ScaleUp, Up), Merge(behavior.ScaleDown, Down));
        return ReferenceEquals(up, behavior.ScaleUp) && ReferenceEquals(down, behavior.ScaleDown) ? behavior : new() { ScaleUp = up, ScaleDown = down };
    }

    private static HPAScalingRules Merge(HPAScalingRules? rules, HPAScalingRules defaults)
    {
        if (rules is null) return defaults;
        var isComplete = rules.SelectPolicy is not null && rules.Policies.Count > 0 && (rules.StabilizationWindowSeconds is not null || defaults.StabilizationWindowSeconds is null);
        return isComplete ? rules : rules with
        {
            SelectPolicy = rules.SelectPolicy ?? defaults.SelectPolicy,
            Policies = rules.Policies.Count > 0 ? rules.Policies : defaults.Policies,
            StabilizationWindowSeconds = rules.StabilizationWindowSeconds ?? defaults.StabilizationWindowSeconds,
        };
    }
}

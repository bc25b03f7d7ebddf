using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of autoscalers (k8s.io/kubernetes/pkg/apis/autoscaling/validation). The walk stands at the spec.</summary>
internal static class AutoscalerValidation
{
    private const int MaximumPeriod = 1800;
    private const int MaximumWindow = 3600;

    public static void Validate(HorizontalPodAutoscalerSpec spec, FieldErrors errors)
    {
        if (spec.MinReplicas < 1) errors.Invalid("minReplicas", spec.MinReplicas, "must be greater than or equal to 1");
        if (spec.MaxReplicas < 1) errors.Invalid("maxReplicas", spec.MaxReplicas, "must be greater than 0");
        if (spec.MaxReplicas < spec.MinReplicas) errors.Invalid("maxReplicas", spec.MaxReplicas, "must be greater than or equal to `minReplicas`");
        using (errors.At("scaleTargetRef")) Reference(spec.ScaleTargetRef, errors);
        for (var i = 0; i < spec.Metrics.Count; i++)
            using (errors.At("metrics", i)) Metric(spec.Metrics[i], errors);
        if (spec.Behavior is not { } behavior) return;
        using var _ = errors.At("behavior");
        Behavior("scaleUp", behavior.ScaleUp, errors);
        Behavior("scaleDown", behavior.ScaleDown, errors);
    }

    private static void Reference(CrossVersionObjectReference reference, FieldErrors errors)
    {
        if (reference.Kind.Length == 0) errors.Required("kind");
        else errors.InvalidEach("kind", reference.Kind, Names.PathSegment(reference.Kind));
        if (reference.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", reference.Name, Names.PathSegment(reference.Name));
    }

    private static void Metric(MetricSpec metric, FieldErrors errors)
    {
        Rules.OneOf("type", metric.Type, errors, MetricSourceType.ContainerResource, MetricSourceType.External, MetricSourceType.Object, MetricSourceType.Pods, MetricSourceType.Resource);
        Source("object", MetricSourceType.Object, metric.Type, metric.Object is not null, errors);
        Source("pods", MetricSourceType.Pods, metric.Type, metric.Pods is not null, errors);
        Source("resource", MetricSourceType.Resource, metric.Type, metric.Resource is not null, errors);
        Source("containerResource", MetricSourceType.ContainerResource, metric.Type, metric.ContainerResource is not null, errors);
        Source("external", MetricSourceType.External, metric.Type, metric.External is not null, errors);
        if (metric.Resource is { } resource)
            using (errors.At("resource")) Share(resource.Name, resource.Target, errors);
        if (metric.ContainerResource is { } container)
            using (errors.At("containerResource"))
            {
                Share(container.Name, container.Target, errors);
                if (container.Container.Length == 0) errors.Required("container", "must specify a container");
            }

        if (metric.Pods is { } pods)
            using (errors.At("pods")) Pods(pods, errors);
        if (metric.Object is { } one)
            using (errors.At("object"))
            {
                using (errors.At("describedObject")) Reference(one.DescribedObject, errors);
                Amount(one.Metric, one.Target, errors);
            }

        if (metric.External is { } external)
            using (errors.At("external")) Amount(external.Metric, external.Target, errors);
    }

    private static void Source(string field, string type, string actual, bool isGiven, FieldErrors errors)
    {
        if (type == actual && !isGiven) errors.Required(field, $"must populate the given metric source");
        else if (type != actual && isGiven) errors.Forbidden(field, "must populate the given metric source only");
    }

    private static void Share(string name, MetricTarget target, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required("name", "must specify a resource name");
        using var _ = errors.At("target");
        Target(target, errors);
        if (target.AverageUtilization is null && target.AverageValue is null) errors.Required("averageUtilization", "must set either a target raw value or a target utilization");
        if (target.AverageUtilization is not null && target.AverageValue is not null) errors.Forbidden("averageValue", "may not set both a target raw value and a target utilization");
    }

    private static void Pods(PodsMetricSource source, FieldErrors errors)
    {
        Identifier(source.Metric, errors);
        using var _ = errors.At("target");
        Target(source.Target, errors);
        if (source.Target.AverageValue is not { Sign: > 0 }) errors.Required("averageValue", "must specify a positive target averageValue");
    }

    private static void Amount(MetricIdentifier metric, MetricTarget target, FieldErrors errors)
    {
        Identifier(metric, errors);
        using var _ = errors.At("target");
        Target(target, errors);
        if (target.Value is null && target.AverageValue is null) errors.Required("averageValue", "must set either a target value for metric or a per-pod target");
        if (target.Value is not null && target.AverageValue is not null) errors.Forbidden("value", "may not set both a target value for metric and a per-pod target");
    }

    private static void Identifier(MetricIdentifier metric, FieldErrors errors)
    {
        if (metric.Name.Length == 0) errors.Required("metric.name");
        else errors.InvalidEach("metric.name", metric.Name, Names.PathSegment(metric.Name));
        LabelSelectorValidation.Validate("metric.selector", metric.Selector, errors);
    }

    private static void Target(MetricTarget target, FieldErrors errors)
    {
        if (target.Type.Length == 0) errors.Required("type", "must specify a metric target type");
        else if (target.Type is not (MetricTargetType.Utilization or MetricTargetType.Value or MetricTargetType.AverageValue))
            errors.Invalid("type", target.Type, "must be either Utilization, Value, or AverageValue");
        if (target.Value is { Sign: <= 0 }) errors.Invalid("value", target.Value, "must be positive");
        if (target.AverageValue is { Sign: <= 0 }) errors.Invalid("averageValue", target.AverageValue, "must be positive");
        if (target.AverageUtilization < 1) errors.Invalid("averageUtilization", target.AverageUtilization, "must be greater than 0");
    }

    private static void Behavior(string field, HPAScalingRules? rules, FieldErrors errors)
    {
        if (rules is null) return;
        using var _ = errors.At(field);
        errors.NonNegative("stabilizationWindowSeconds", rules.StabilizationWindowSeconds);
        if (rules.StabilizationWindowSeconds > MaximumWindow)
            errors.Invalid("stabilizationWindowSeconds", rules.StabilizationWindowSeconds, $"must be less than or equal to {MaximumWindow}");
        Rules.NoneOrOneOf("selectPolicy", rules.SelectPolicy, errors, ScalingPolicySelect.Disabled, ScalingPolicySelect.Max, ScalingPolicySelect.Min);
        if (rules.Policies.Count == 0) errors.Required("policies", "must specify at least one Policy");
        for (var i = 0; i < rules.Policies.Count; i++)
        {
            using var __ = errors.At("policies", i);
            var policy = rules.Policies[i];
            if (policy.Type is not (HPAScalingPolicyType.Percent or HPAScalingPolicyType.Pods)) errors.NotSupported("type", policy.Type, HPAScalingPolicyType.Percent, HPAScalingPolicyType.Pods);
            if (policy.Value <= 0) errors.Invalid("value", policy.Value, "must be greater than zero");
            if (policy.PeriodSeconds <= 0) errors.Invalid("periodSeconds", policy.PeriodSeconds, "must be greater than zero");
            if (policy.PeriodSeconds > MaximumPeriod) errors.Invalid("periodSeconds", policy.PeriodSeconds, $"must be less than or equal to {MaximumPeriod}");
        }
    }
}

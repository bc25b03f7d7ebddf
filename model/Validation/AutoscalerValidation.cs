using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of autoscalers (k8s.io/kubernetes/pkg/apis/autoscaling/validation). The walk stands at the spec.</summary>
internal static class AutoscalerValidation
{
    private static readonly string[] SourceTypes =
        [MetricSourceType.ContainerResource, MetricSourceType.External, MetricSourceType.Object, MetricSourceType.Pods, MetricSourceType.Resource];

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
        if (metric.Type.Length == 0) errors.Required("type", "must specify a metric source type");
        if (!SourceTypes.Contains(metric.Type)) errors.NotSupported("type", metric.Type, SourceTypes);
        var fields = new List<string>();
        Source("object", metric.Object, static (o, e) =>
        {
            using (e.At("describedObject")) Reference(o.DescribedObject, e);
            Amount(o.Metric, o.Target, "must set either a target value or averageValue", e);
        });
        Source("external", metric.External, static (x, e) =>
        {
            Amount(x.Metric, x.Target, "must set either a target value for metric or a per-pod target", e);
            if (x.Target.Value is not null && x.Target.AverageValue is not null)
                e.Forbidden("target.value", "may not set both a target value for metric and a per-pod target");
        });
        Source("pods", metric.Pods, Pods);
        Source("resource", metric.Resource, static (r, e) => Share(r.Name, r.Target, e));
        Source("containerResource", metric.ContainerResource, static (c, e) =>
        {
            if (c.Name.Length > 0) ResourceNames.ValidateOfContainer("name", c.Name, e);
            if (c.Container.Length == 0) e.Required("container", "must specify a container");
            else e.InvalidEach("container", c.Container, Names.DnsLabel(c.Container));
            Share(c.Name, c.Target, e);
        });
        var expected = metric.Type switch
        {
            MetricSourceType.Object => "object",
            MetricSourceType.Pods => "pods",
            MetricSourceType.Resource => "resource",
            MetricSourceType.External => "external",
            MetricSourceType.ContainerResource => "containerResource",
            _ => "",
        };
        if (expected.Length == 0) errors.NotSupported("type", metric.Type, SourceTypes);
        else if (!fields.Contains(expected)) errors.Required(expected, "must populate information for the given metric source");
        if (fields.Count == 1) return;
        foreach (var field in fields)
            if (field != expected) errors.Forbidden(field, "must populate the given metric source only");

        // Of several sources the errors of the first are told.
        void Source<T>(string field, T? source, Action<T, FieldErrors> validate) where T : class
        {
            if (source is null) return;
            fields.Add(field);
            if (fields.Count > 1) return;
            using var _ = errors.At(field);
            validate(source, errors);
        }
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
        if (source.Target.AverageValue is null) errors.Required("averageValue", "must specify a positive target averageValue");
    }

    private static void Amount(MetricIdentifier metric, MetricTarget target, string missing, FieldErrors errors)
    {
        Identifier(metric, errors);
        using var _ = errors.At("target");
        Target(target, errors);
        if (target.Value is null && target.AverageValue is null) errors.Required("averageValue", missing);
    }

    private static void Identifier(MetricIdentifier metric, FieldErrors errors)
    {
        if (metric.Name.Length == 0) errors.Required("metric.name", "must specify a metric name");
        else errors.InvalidEach("metric.name", metric.Name, Names.PathSegment(metric.Name));
    }

    private static void Target(MetricTarget target, FieldErrors errors)
    {
        if (target.Type.Length == 0) errors.Required("type", "must specify a metric target type");
        if (target.Type is not (MetricTargetType.Utilization or MetricTargetType.Value or MetricTargetType.AverageValue))
            errors.Invalid("type", target.Type, "must be either Utilization, Value, or AverageValue");
        if (target.Value is { Sign: <= 0 }) errors.Invalid("value", target.Value, "must be positive");
        if (target.AverageValue is { Sign: <= 0 }) errors.Invalid("averageValue", target.AverageValue, "must be positive");
        if (target.AverageUtilization < 1) errors.Invalid("averageUtilization", target.AverageUtilization, "must be greater than 0");
    }

    private static void Behavior(string field, HPAScalingRules? rules, FieldErrors errors)
    {
        if (rules is null) return;
        using var _ = errors.At(field);
        if (rules.StabilizationWindowSeconds < 0) errors.Invalid("stabilizationWindowSeconds", rules.StabilizationWindowSeconds, "must be greater than or equal to zero");
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

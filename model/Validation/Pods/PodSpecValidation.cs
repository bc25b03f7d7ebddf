using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Pod specs, in pods and in templates (k8s.io/kubernetes/pkg/apis/core/validation). The walk stands at the spec.</summary>
internal static class PodSpecValidation
{
    /// <param name="spec">The spec.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="pod">The name of the pod; none of a template.</param>
    public static void Validate(PodSpec spec, FieldErrors errors, string pod = "")
    {
        var volumes = VolumeValidation.Validate(spec.Volumes, pod, errors);
        ContainerValidation.Validate(spec, volumes, errors);
        Rules.OneOf("restartPolicy", spec.RestartPolicy, errors, RestartPolicy.Always, RestartPolicy.OnFailure, RestartPolicy.Never);
        ObjectMetaValidation.Labels("nodeSelector", spec.NodeSelector, errors);
        SecurityValidation.Pod(spec, errors);
        WindowsValidation.Validate(spec, errors);
        References(spec, errors);
        AffinityValidation.Validate(spec.Affinity, errors);
        PodDnsValidation.Validate(spec, errors);
        Gates(spec, errors);
        SpreadValidation.Validate(spec.TopologySpreadConstraints, errors);
        TolerationValidation.Validate(spec.Tolerations, errors);
        Rest(spec, errors);
    }

    private static void References(PodSpec spec, FieldErrors errors)
    {
        if (spec.ServiceAccountName.Length > 0) errors.InvalidEach("serviceAccountName", spec.ServiceAccountName, Names.DnsSubdomain(spec.ServiceAccountName));
        if (spec.NodeName.Length > 0) errors.InvalidEach("nodeName", spec.NodeName, Names.DnsSubdomain(spec.NodeName));
        if (spec.PriorityClassName.Length > 0) errors.InvalidEach("priorityClassName", spec.PriorityClassName, Names.DnsSubdomain(spec.PriorityClassName));
        if (spec.RuntimeClassName is not null) errors.InvalidEach("runtimeClassName", spec.RuntimeClassName, Names.DnsSubdomain(spec.RuntimeClassName));
    }

    private static void Gates(PodSpec spec, FieldErrors errors)
    {
        for (var i = 0; i < spec.ReadinessGates.Count; i++)
            if (LabelRules.QualifiedName(spec.ReadinessGates[i].ConditionType) is { Count: > 0 } messages)
                errors.InvalidEach($"readinessGates[{i}].conditionType", spec.ReadinessGates[i].ConditionType, messages);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.SchedulingGates.Count; i++)
        {
            using var _ = errors.At("schedulingGates", i);
            var name = spec.SchedulingGates[i].Name;
            errors.InvalidEach("", name, LabelRules.QualifiedName(name));
            if (!names.Add(name)) errors.Duplicate("", name);
        }
    }

    private static void Rest(PodSpec spec, FieldErrors errors)
    {
        if (spec.ActiveDeadlineSeconds is < 1 or > int.MaxValue)
            errors.Invalid("activeDeadlineSeconds", spec.ActiveDeadlineSeconds, Rules.Between(1, int.MaxValue));
        if (spec.PreemptionPolicy is { } preemption) Rules.OneOf("preemptionPolicy", preemption, errors, PreemptionPolicy.PreemptLowerPriority, PreemptionPolicy.Never);
        if (spec.Os is { } os)
        {
            if (os.Name.Length == 0) errors.Required("os.name", "cannot be empty");
            else Rules.OneOf("os", os.Name, errors, OSName.Linux, OSName.Windows);
        }

        if (spec.Overhead.Count == 0) return;
        using var _ = errors.At("overhead");
        ResourcesValidation.Validate(new() { Limits = spec.Overhead }, errors);
    }
}

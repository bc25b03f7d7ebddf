using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Pod specs, in pods and in templates (k8s.io/kubernetes/pkg/apis/core/validation). The walk stands at the spec.</summary>
internal static class PodSpecValidation
{
    public static void Validate(PodSpec spec, FieldErrors errors)
    {
        var volumes = VolumeValidation.Validate(spec.Volumes, errors);
        ContainerValidation.Validate(spec, volumes, errors);
        Rules.OneOf("restartPolicy", spec.RestartPolicy, errors, RestartPolicy.Always, RestartPolicy.OnFailure, RestartPolicy.Never);
        ObjectMetaValidation.Labels("nodeSelector", spec.NodeSelector, errors);
        SecurityValidation.Pod(spec, errors);
        References(spec, errors);
        AffinityValidation.Validate(spec.Affinity, errors);
        PodDnsValidation.Validate(spec, errors);
        Gates(spec, errors);
        SpreadValidation.Validate(spec.TopologySpreadConstraints, errors);
        TolerationValidation.Validate(spec.Tolerations, errors);
        Rest(spec, errors);
    }

    /// <summary>What a pod must have and a template need not.</summary>
    public static void ValidateOfPod(PodSpec spec, FieldErrors errors)
    {
        Images("containers", spec.Containers, errors);
        Images("initContainers", spec.InitContainers, errors);
    }

    private static void Images(string field, IReadOnlyList<Container> containers, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
            if (containers[i].Image is var image && image.Length > 0 && (char.IsWhiteSpace(image[0]) || char.IsWhiteSpace(image[^1])))
                errors.Invalid($"{field}[{i}].image", image, "must not have leading or trailing whitespace");
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
        if (spec.SchedulingGates.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.SchedulingGates.Count; i++)
        {
            using var _ = errors.At("schedulingGates", i);
            var name = spec.SchedulingGates[i].Name;
            errors.InvalidEach("", name, LabelRules.QualifiedName(name));
            if (!names.Add(name)) errors.Duplicate("", name);
        }

        if (spec.NodeName.Length > 0) errors.Forbidden("nodeName", "cannot be set until all schedulingGates have been cleared");
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

using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What of a job may change.</summary>
internal static class JobUpdateValidation
{
    public static void Validate(JobSpec spec, Job oldJob, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var old = oldJob.Spec;
        if (spec.CompletionMode != CompletionMode.Indexed || spec.Completions != spec.Parallelism || old.Completions is null)
            errors.Immutable("completions", spec.Completions, old.Completions);
        errors.Immutable("selector", spec.Selector, old.Selector);
        errors.Immutable("completionMode", spec.CompletionMode, old.CompletionMode);
        errors.Immutable("podFailurePolicy", spec.PodFailurePolicy, old.PodFailurePolicy);
        errors.Immutable("backoffLimitPerIndex", spec.BackoffLimitPerIndex, old.BackoffLimitPerIndex);
        errors.Immutable("managedBy", spec.ManagedBy, old.ManagedBy);
        errors.Immutable("successPolicy", spec.SuccessPolicy, old.SuccessPolicy);
        errors.Immutable("template", Comparable(spec.Template, oldJob), old.Template);
    }

    /// <summary>A suspended job that has not started may still be told where its pods may run.</summary>
    private static PodTemplateSpec Comparable(PodTemplateSpec template, Job oldJob)
    {
        if (oldJob.Spec.Suspend != true || oldJob.Status.StartTime is not null) return template;
        var old = oldJob.Spec.Template;
        return template with
        {
            Metadata = template.Metadata with { Labels = old.Metadata.Labels, Annotations = old.Metadata.Annotations },
            Spec = template.Spec with
            {
                NodeSelector = old.Spec.NodeSelector, Tolerations = old.Spec.Tolerations, SchedulingGates = old.Spec.SchedulingGates,
                Affinity = old.Spec.Affinity,
            },
        };
    }
}

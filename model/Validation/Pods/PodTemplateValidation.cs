using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Model.Validation;

/// <summary>The pod templates of workloads.</summary>
internal static class PodTemplateValidation
{
    /// <summary>A template at <c>template</c> of where the walk is. Errors of its metadata stand at the template itself, as in Kubernetes.</summary>
    public static void Validate(PodTemplateSpec template, FieldErrors errors)
    {
        using var _ = errors.At("template");
        ObjectMetaValidation.Labels("labels", template.Metadata.Labels, errors);
        ObjectMetaValidation.Annotations("annotations", template.Metadata.Annotations, errors);
        using var __ = errors.At("spec");
        PodSpecValidation.Validate(template.Spec, errors);
        if (template.Spec.EphemeralContainers.Count > 0) errors.Forbidden("ephemeralContainers", "ephemeral containers not allowed in pod template");
    }

    /// <summary>The template of a workload that keeps pods going: always restarted, without a deadline.</summary>
    public static void ValidateOfService(PodTemplateSpec template, string kind, FieldErrors errors)
    {
        Validate(template, errors);
        if (template.Spec.RestartPolicy != RestartPolicy.Always && template.Spec.RestartPolicy.Length > 0)
            errors.NotSupported("template.spec.restartPolicy", template.Spec.RestartPolicy, RestartPolicy.Always);
        if (template.Spec.ActiveDeadlineSeconds is not null) errors.Forbidden("template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {kind} is not Supported");
    }

    /// <summary>A selector that must select something, and must select the template's own pods.</summary>
    public static void Selector(LabelSelector? selector, PodTemplateSpec template, string emptyMessage, FieldErrors errors)
    {
        if (selector is null)
        {
            errors.Required("selector");
            return;
        }

        var before = errors.Count;
        LabelSelectorValidation.Validate("selector", selector, errors);
        if (LabelSelectorValidation.IsEmpty(selector)) errors.Invalid("selector", selector, emptyMessage);
        else if (errors.Count == before && !LabelQuery.From(selector).Matches(template.Metadata.Labels))
            errors.Invalid("template.metadata.labels", template.Metadata.Labels, "`selector` does not match template `labels`");
    }
}

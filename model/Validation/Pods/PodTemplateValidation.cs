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
        PodAnnotationValidation.Validate(template.Metadata.Annotations, template.Spec, errors);
        using var __ = errors.At("spec");
        PodSpecValidation.Validate(template.Spec, errors);
        PodAnnotationValidation.Match(template.Metadata.Annotations, template.Spec, errors);
        if (template.Spec.EphemeralContainers.Count > 0) errors.Forbidden("ephemeralContainers", "ephemeral containers not allowed in pod template");
    }

    /// <summary>The template of a workload that keeps pods going: always restarted, without a deadline.</summary>
    public static void ValidateOfService(PodTemplateSpec template, string kind, FieldErrors errors)
    {
        Validate(template, errors);
        KeepsGoing(template, kind, errors);
    }

    /// <summary>The template of a stateful set, of which Kubernetes leaves the rest to the pods that are made from it.</summary>
    public static void ValidateOfStatefulSet(PodTemplateSpec template, FieldErrors errors)
    {
        ObjectMetaValidation.Labels("template.labels", template.Metadata.Labels, errors);
        ObjectMetaValidation.Annotations("template.annotations", template.Metadata.Annotations, errors);
        KeepsGoing(template, "StatefulSet", errors);
    }

    private static void KeepsGoing(PodTemplateSpec template, string kind, FieldErrors errors)
    {
        if (template.Spec.RestartPolicy != RestartPolicy.Always && template.Spec.RestartPolicy.Length > 0)
            errors.NotSupported("template.spec.restartPolicy", template.Spec.RestartPolicy, RestartPolicy.Always);
        if (template.Spec.ActiveDeadlineSeconds is not null) errors.Forbidden("template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {kind} is not Supported");
    }

    /// <summary>
    /// A selector that must select something, and must select the template's own pods. False if it is so wrong that Kubernetes does not look at the
    /// template.
    /// </summary>
    /// <param name="selector">The selector.</param>
    /// <param name="template">The template.</param>
    /// <param name="empty">What is said of one that selects everything.</param>
    /// <param name="wrong">What is said of one that has errors, beside them.</param>
    /// <param name="errors">Where errors go.</param>
    public static bool Selector(LabelSelector? selector, PodTemplateSpec template, string empty, string wrong, FieldErrors errors)
    {
        if (selector is null) errors.Required("selector");
        var before = errors.Count;
        LabelSelectorValidation.Validate("selector", selector, errors);
        var isWrong = errors.Count > before;
        if (selector is not null && LabelSelectorValidation.IsEmpty(selector)) errors.Invalid("selector", selector, empty);
        else if (isWrong) errors.Invalid("selector", selector, wrong);
        else Matches(selector, template, errors);
        return !isWrong;
    }

    /// <summary>That a selector without errors selects the template's own pods; none selects nothing.</summary>
    public static void Matches(LabelSelector? selector, PodTemplateSpec template, FieldErrors errors)
    {
        if (selector is null || !LabelQuery.From(selector).Matches(template.Metadata.Labels))
            errors.Invalid("template.metadata.labels", template.Metadata.Labels, "`selector` does not match template `labels`");
    }
}

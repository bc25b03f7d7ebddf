using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Model.Validation;

/// <summary>A job that is not told how to select its pods does so by labels that no other has: its pods must have them, and its selector find them.</summary>
internal static class JobSelectorValidation
{
    public static void Validate(Job job, IReadOnlyList<KeyValuePair<string, string>> labels, FieldErrors errors)
    {
        if (job.Spec.ManualSelector == true || job.Spec.Selector is not { } selector) return;
        var given = job.Spec.Template.Metadata.Labels;
        foreach (var (name, value) in labels)
        {
            var field = $"spec.template.metadata.labels[{name}]";
            if (!given.TryGetValue(name, out var label)) errors.Required(field, $"must be '{value}'");
            else if (label != value) errors.Invalid(field, given, $"must be '{value}'");
        }

        if (IsWellFormed(selector) && !LabelQuery.From(selector).Matches(labels.ToDictionary(StringComparer.Ordinal)))
            errors.Invalid("spec.selector", selector, "`selector` not auto-generated");
    }

    private static bool IsWellFormed(LabelSelector selector)
    {
        var errors = new FieldErrors();
        LabelSelectorValidation.Validate("selector", selector, errors);
        return errors.Count == 0;
    }
}

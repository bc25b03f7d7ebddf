using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>Label selectors as objects carry them.</summary>
internal static class LabelSelectorValidation
{
    public static void Validate(string field, LabelSelector? selector, FieldErrors errors)
    {
        if (selector is null) return;
        using var _ = errors.At(field);
        ObjectMetaValidation.Labels("matchLabels", selector.MatchLabels, errors);
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
            using (errors.At("matchExpressions", i)) Requirement(selector.MatchExpressions[i], knowsAll: true, errors);
    }

    public static bool IsEmpty(LabelSelector selector) => selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0;

    /// <param name="requirement">The requirement.</param>
    /// <param name="knowsAll">Whether an operator that is unknown is wrong, rather than newer.</param>
    /// <param name="errors">Where errors go.</param>
    internal static void Requirement(LabelSelectorRequirement requirement, bool knowsAll, FieldErrors errors)
    {
        switch (requirement.Operator)
        {
            case LabelSelectorOperator.In or LabelSelectorOperator.NotIn:
                if (requirement.Values.Count == 0) errors.Required("values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case LabelSelectorOperator.Exists or LabelSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0) errors.Forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case var _ when knowsAll:
                errors.Invalid("operator", requirement.Operator, "not a valid selector operator");
                break;
        }

        errors.InvalidEach("key", requirement.Key, LabelRules.QualifiedName(requirement.Key));
        for (var i = 0; i < requirement.Values.Count; i++)
            if (LabelRules.Value(requirement.Values[i]) is { Count: > 0 } messages) errors.InvalidEach($"values[{i}]", requirement.Values[i], messages);
    }
}

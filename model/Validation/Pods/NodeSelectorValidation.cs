using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Selectors of nodes by label and by name.</summary>
internal static class NodeSelectorValidation
{
    public static void Validate(NodeSelector selector, FieldErrors errors)
    {
        if (selector.NodeSelectorTerms.Count == 0) errors.Required("nodeSelectorTerms", "must have at least one node selector term");
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++)
            using (errors.At("nodeSelectorTerms", i)) Term(selector.NodeSelectorTerms[i], checksValues: true, errors);
    }

    /// <param name="term">The term.</param>
    /// <param name="checksValues">Whether values have to be such as labels have; of a preference they need not.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Term(NodeSelectorTerm term, bool checksValues, FieldErrors errors)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
            using (errors.At("matchExpressions", i)) Label(term.MatchExpressions[i], checksValues, errors);
        for (var i = 0; i < term.MatchFields.Count; i++)
            using (errors.At("matchFields", i)) Field(term.MatchFields[i], errors);
    }

    private static void Label(NodeSelectorRequirement requirement, bool checksValues, FieldErrors errors)
    {
        switch (requirement.Operator)
        {
            case NodeSelectorOperator.In or NodeSelectorOperator.NotIn:
                if (requirement.Values.Count == 0) errors.Required("values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case NodeSelectorOperator.Exists or NodeSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0) errors.Forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case NodeSelectorOperator.Gt or NodeSelectorOperator.Lt:
                if (requirement.Values.Count != 1) errors.Required("values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                errors.Invalid("operator", requirement.Operator, "not a valid selector operator");
                break;
        }

        errors.InvalidEach("key", requirement.Key, LabelRules.QualifiedName(requirement.Key));
        if (!checksValues) return;
        for (var i = 0; i < requirement.Values.Count; i++)
            if (LabelRules.Value(requirement.Values[i]) is { Count: > 0 } messages) errors.InvalidEach($"values[{i}]", requirement.Values[i], messages);
    }

    private static void Field(NodeSelectorRequirement requirement, FieldErrors errors)
    {
        if (requirement.Operator is NodeSelectorOperator.In or NodeSelectorOperator.NotIn)
        {
            if (requirement.Values.Count != 1) errors.Required("values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
        else errors.Invalid("operator", requirement.Operator, "not a valid selector operator");

        if (requirement.Key != "metadata.name") errors.Invalid("key", requirement.Key, "not a valid field selector key");
        else
            for (var i = 0; i < requirement.Values.Count; i++)
                if (Names.DnsSubdomain(requirement.Values[i]) is { Count: > 0 } messages) errors.InvalidEach($"values[{i}]", requirement.Values[i], messages);
    }
}

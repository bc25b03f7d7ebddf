using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Topology spread constraints.</summary>
internal static class SpreadValidation
{
    public static void Validate(IReadOnlyList<TopologySpreadConstraint> constraints, FieldErrors errors)
    {
        for (var i = 0; i < constraints.Count; i++)
        {
            using var _ = errors.At("topologySpreadConstraints", i);
            Validate(constraints[i], errors);
            var (key, action) = (constraints[i].TopologyKey, constraints[i].WhenUnsatisfiable);
            if (constraints.Skip(i + 1).Any(c => c.TopologyKey == key && c.WhenUnsatisfiable == action))
                errors.Duplicate("{topologyKey, whenUnsatisfiable}", $"{{{key}, {action}}}");
        }
    }

    private static void Validate(TopologySpreadConstraint constraint, FieldErrors errors)
    {
        const string Positive = "must be greater than zero";
        if (constraint.MaxSkew <= 0) errors.Invalid("maxSkew", constraint.MaxSkew, Positive);
        if (constraint.TopologyKey.Length == 0) errors.Required("topologyKey", "can not be empty");
        if (constraint.WhenUnsatisfiable is not (UnsatisfiableConstraintAction.DoNotSchedule or UnsatisfiableConstraintAction.ScheduleAnyway))
            errors.NotSupported("whenUnsatisfiable", constraint.WhenUnsatisfiable,
                UnsatisfiableConstraintAction.DoNotSchedule, UnsatisfiableConstraintAction.ScheduleAnyway);
        if (constraint.MinDomains <= 0) errors.Invalid("minDomains", constraint.MinDomains, Positive);
        if (constraint.MinDomains is not null && constraint.WhenUnsatisfiable != UnsatisfiableConstraintAction.DoNotSchedule)
            errors.Invalid("minDomains", constraint.MinDomains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {constraint.WhenUnsatisfiable}");
        Rules.NoneOrOneOf("nodeAffinityPolicy", constraint.NodeAffinityPolicy, errors, NodeInclusionPolicy.Honor, NodeInclusionPolicy.Ignore);
        Rules.NoneOrOneOf("nodeTaintsPolicy", constraint.NodeTaintsPolicy, errors, NodeInclusionPolicy.Honor, NodeInclusionPolicy.Ignore);
        Keys(constraint, errors);
        LabelSelectorValidation.Validate("labelSelector", constraint.LabelSelector, errors);
    }

    private static void Keys(TopologySpreadConstraint constraint, FieldErrors errors)
    {
        if (constraint.MatchLabelKeys.Count == 0) return;
        var selector = constraint.LabelSelector;
        if (selector is null) errors.Forbidden("matchLabelKeys", "must not be specified when labelSelector is not set");
        for (var i = 0; i < constraint.MatchLabelKeys.Count; i++)
        {
            var key = constraint.MatchLabelKeys[i];
            errors.InvalidEach($"matchLabelKeys[{i}]", key, LabelRules.QualifiedName(key));
            if (selector is not null && (selector.MatchLabels.ContainsKey(key) || selector.MatchExpressions.Any(e => e.Key == key)))
                errors.Invalid($"matchLabelKeys[{i}]", key, "exists in both matchLabelKeys and labelSelector");
        }
    }
}

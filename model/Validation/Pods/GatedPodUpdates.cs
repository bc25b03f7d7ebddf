using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Where a pod may run can still be narrowed while it is held by scheduling gates. The walk stands at the spec.</summary>
internal static class GatedPodUpdates
{
    /// <summary>The spec with the selectors of nodes put back to what they were, whose changes are good or have been told.</summary>
    public static PodSpec Validate(PodSpec spec, PodSpec old, FieldErrors errors)
    {
        if (old.NodeSelector.Any(p => !spec.NodeSelector.TryGetValue(p.Key, out var value) || value != p.Value))
            errors.Invalid("nodeSelector", spec.NodeSelector, "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        var (affinity, known) = (spec.Affinity?.NodeAffinity, old.Affinity?.NodeAffinity);
        if (known?.RequiredDuringSchedulingIgnoredDuringExecution is { NodeSelectorTerms: { Count: > 0 } terms })
            Terms(affinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [], terms, errors);
        return spec with { NodeSelector = old.NodeSelector, Affinity = WithNodeAffinity(spec.Affinity, old.Affinity) };
    }

    private static Affinity? WithNodeAffinity(Affinity? affinity, Affinity? old)
    {
        if (Structural.Equal(affinity?.NodeAffinity, old?.NodeAffinity)) return affinity;
        if (old is null && affinity is { PodAffinity: null, PodAntiAffinity: null }) return null;
        return (affinity ?? new()) with { NodeAffinity = old?.NodeAffinity };
    }

    private static void Terms(IReadOnlyList<NodeSelectorTerm> terms, IReadOnlyList<NodeSelectorTerm> old, FieldErrors errors)
    {
        const string Field = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
        if (terms.Count != old.Count)
        {
            errors.Invalid(Field, terms, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }

        for (var i = 0; i < old.Count; i++)
            if (!HasOnlyAdditions(terms[i], old[i])) errors.Invalid($"{Field}[{i}]", terms[i], "only additions are allowed (no mutations or deletions)");
    }

    /// <summary>Requirements are added behind those that there were; a term without any selects nothing, and stays so.</summary>
    private static bool HasOnlyAdditions(NodeSelectorTerm term, NodeSelectorTerm old) =>
        old.MatchExpressions.Count + old.MatchFields.Count == 0
            ? term.MatchExpressions.Count + term.MatchFields.Count == 0
            : StartsWith(term.MatchExpressions, old.MatchExpressions) && StartsWith(term.MatchFields, old.MatchFields);

    private static bool StartsWith(IReadOnlyList<NodeSelectorRequirement> requirements, IReadOnlyList<NodeSelectorRequirement> old) =>
        Structural.Equal(requirements.Take(old.Count).ToList(), old.ToList());
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// What the label keys of a new pod's affinity mean: its own labels of those keys become part of the selectors
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys).
/// </summary>
internal static class AffinityKeys
{
    public static Pod Merge(Pod pod)
    {
        if (pod.Spec.Affinity is not { } affinity || !Terms(affinity).Any(static t => t.MatchLabelKeys.Count + t.MismatchLabelKeys.Count > 0)) return pod;
        var labels = pod.Metadata.Labels;
        var merged = affinity with
        {
            PodAffinity = affinity.PodAffinity is { } near ? near with
            {
                RequiredDuringSchedulingIgnoredDuringExecution = Merge(near.RequiredDuringSchedulingIgnoredDuringExecution, labels),
                PreferredDuringSchedulingIgnoredDuringExecution = Merge(near.PreferredDuringSchedulingIgnoredDuringExecution, labels),
            } : null,
            PodAntiAffinity = affinity.PodAntiAffinity is { } away ? away with
            {
                RequiredDuringSchedulingIgnoredDuringExecution = Merge(away.RequiredDuringSchedulingIgnoredDuringExecution, labels),
                PreferredDuringSchedulingIgnoredDuringExecution = Merge(away.PreferredDuringSchedulingIgnoredDuringExecution, labels),
            } : null,
        };
        return pod with { Spec = pod.Spec with { Affinity = merged } };
    }

    private static IEnumerable<PodAffinityTerm> Terms(Affinity affinity) =>
    [
        .. affinity.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
        .. affinity.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Select(static t => t.PodAffinityTerm) ?? [],
        .. affinity.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
        .. affinity.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Select(static t => t.PodAffinityTerm) ?? [],
    ];

    private static IReadOnlyList<PodAffinityTerm> Merge(IReadOnlyList<PodAffinityTerm> terms, IReadOnlyDictionary<string, string> labels) =>
        [.. terms.Select(term => Merge(term, labels))];

    private static IReadOnlyList<WeightedPodAffinityTerm> Merge(IReadOnlyList<WeightedPodAffinityTerm> terms, IReadOnlyDictionary<string, string> labels) =>
        [.. terms.Select(term => term with { PodAffinityTerm = Merge(term.PodAffinityTerm, labels) })];

    private static PodAffinityTerm Merge(PodAffinityTerm term, IReadOnlyDictionary<string, string> labels) => term.LabelSelector is not { } selector ? term : term with
    {
        LabelSelector = selector with
        {
            MatchExpressions =
            [
                .. selector.MatchExpressions,
                .. Requirements(term.MatchLabelKeys, LabelSelectorOperator.In, labels),
                .. Requirements(term.MismatchLabelKeys, LabelSelectorOperator.NotIn, labels),
            ],
        },
    };

    private static IEnumerable<LabelSelectorRequirement> Requirements(IReadOnlyList<string> keys, string @operator, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var key in keys)
            if (labels.TryGetValue(key, out var value)) yield return new LabelSelectorRequirement { Key = key, Operator = @operator, Values = [value] };
    }
}

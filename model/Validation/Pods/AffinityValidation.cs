using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Where a pod wants to run: affinities to nodes and to other pods.</summary>
internal static class AffinityValidation
{
    private const string WeightMessage = "must be in the range 1-100";

    public static void Validate(Affinity? affinity, FieldErrors errors)
    {
        if (affinity is null) return;
        using var _ = errors.At("affinity");
        if (affinity.NodeAffinity is { } node)
            using (errors.At("nodeAffinity")) Node(node, errors);
        if (affinity.PodAffinity is { } pod)
            Pods("podAffinity", pod.RequiredDuringSchedulingIgnoredDuringExecution, pod.PreferredDuringSchedulingIgnoredDuringExecution, errors);
        if (affinity.PodAntiAffinity is { } anti)
            Pods("podAntiAffinity", anti.RequiredDuringSchedulingIgnoredDuringExecution, anti.PreferredDuringSchedulingIgnoredDuringExecution, errors);
    }

    private static void Node(NodeAffinity affinity, FieldErrors errors)
    {
        if (affinity.RequiredDuringSchedulingIgnoredDuringExecution is { } required)
            using (errors.At("requiredDuringSchedulingIgnoredDuringExecution")) NodeSelectorValidation.Validate(required, errors);
        var preferred = affinity.PreferredDuringSchedulingIgnoredDuringExecution;
        for (var i = 0; i < preferred.Count; i++)
        {
            using var _ = errors.At("preferredDuringSchedulingIgnoredDuringExecution", i);
            if (preferred[i].Weight is < 1 or > 100) errors.Invalid("weight", preferred[i].Weight, WeightMessage);
            using (errors.At("preference")) NodeSelectorValidation.Term(preferred[i].Preference, checksValues: false, errors);
        }
    }

    private static void Pods(string field, IReadOnlyList<PodAffinityTerm> required, IReadOnlyList<WeightedPodAffinityTerm> preferred, FieldErrors errors)
    {
        using var _ = errors.At(field);
        for (var i = 0; i < required.Count; i++)
            using (errors.At("requiredDuringSchedulingIgnoredDuringExecution", i)) Term(required[i], errors);
        for (var i = 0; i < preferred.Count; i++)
        {
            using var __ = errors.At("preferredDuringSchedulingIgnoredDuringExecution", i);
            if (preferred[i].Weight is < 1 or > 100) errors.Invalid("weight", preferred[i].Weight, WeightMessage);
            using (errors.At("podAffinityTerm")) Term(preferred[i].PodAffinityTerm, errors);
        }
    }

    private static void Term(PodAffinityTerm term, FieldErrors errors)
    {
        LabelSelectorValidation.Validate("labelSelector", term.LabelSelector, errors);
        LabelSelectorValidation.Validate("namespaceSelector", term.NamespaceSelector, errors);
        foreach (var name in term.Namespaces) errors.InvalidEach("namespace", name, Names.DnsLabel(name));
        KeysNeedSelector("matchLabelKeys", term.MatchLabelKeys, term, errors);
        KeysNeedSelector("mismatchLabelKeys", term.MismatchLabelKeys, term, errors);
        KeysStandOnce(term, errors);
        if (term.TopologyKey.Length == 0) errors.Required("topologyKey", "can not be empty");
        errors.InvalidEach("topologyKey", term.TopologyKey, LabelRules.QualifiedName(term.TopologyKey));
    }

    /// <summary>
    /// What a key adds to the selector is in it already when a pod is looked at, so one that is there twice was given twice. Two selectors cannot be
    /// meant by one key.
    /// </summary>
    private static void KeysStandOnce(PodAffinityTerm term, FieldErrors errors)
    {
        var seen = term.LabelSelector?.MatchLabels.Keys.ToHashSet() ?? [];
        foreach (var requirement in term.LabelSelector?.MatchExpressions ?? [])
        {
            if (!seen.Add(requirement.Key) && LastIndex(term.MatchLabelKeys, requirement.Key) is var index and >= 0)
                errors.Invalid($"[{index}]", requirement.Key, "exists in both matchLabelKeys and labelSelector");
        }

        for (var i = 0; i < term.MatchLabelKeys.Count; i++)
        {
            if (term.MismatchLabelKeys.Contains(term.MatchLabelKeys[i]))
                errors.Invalid($"matchLabelKeys[{i}]", term.MatchLabelKeys[i], "exists in both matchLabelKeys and mismatchLabelKeys");
        }
    }

    private static int LastIndex(IReadOnlyList<string> keys, string key)
    {
        var index = keys.Count - 1;
        while (index >= 0 && keys[index] != key) index--;
        return index;
    }

    private static void KeysNeedSelector(string field, IReadOnlyList<string> keys, PodAffinityTerm term, FieldErrors errors)
    {
        if (keys.Count == 0) return;
        if (term.LabelSelector is null)
        {
            errors.Forbidden(field, "must not be specified when labelSelector is not set");
            return;
        }

        for (var i = 0; i < keys.Count; i++)
            if (LabelRules.QualifiedName(keys[i]) is { Count: > 0 } messages) errors.InvalidEach($"{field}[{i}]", keys[i], messages);
    }
}

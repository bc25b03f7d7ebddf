using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Selector requirements made of the values that a pod's own labels have.</summary>
internal static class LabelKeys
{
    /// <summary>A requirement for each key that the pod has as a label.</summary>
    public static IEnumerable<LabelSelectorRequirement> Requirements(Pod pod, IReadOnlyList<string> keys, string @operator)
    {
        foreach (var key in keys)
            if (pod.Metadata.Labels.TryGetValue(key, out var value))
                yield return new LabelSelectorRequirement { Key = key, Operator = @operator, Values = [value] };
    }
}

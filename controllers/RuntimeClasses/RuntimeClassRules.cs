using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.NodeApi;

namespace Orleans.Kube.Controllers.RuntimeClasses;

/// <summary>What a pod takes over from its RuntimeClass (k8s.io/kubernetes/plugin/pkg/admission/runtimeclass).</summary>
public static class RuntimeClassRules
{
    /// <summary>The pod with the overhead, the node selector and the tolerations of its class; or why it does not go together with it.</summary>
    /// <param name="pod">A new pod.</param>
    /// <param name="named">Its class; null where it names none.</param>
    public static (Pod Pod, string? Objection) Complete(Pod pod, RuntimeClass? named)
    {
        if (named?.Overhead is not { } overhead)
        {
            if (pod.Spec.Overhead.Count > 0) return (pod, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
        else if (pod.Spec.Overhead.Count > 0 && !Same(pod.Spec.Overhead, overhead.PodFixed))
        {
            return (pod, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
        else
        {
            pod = pod with { Spec = pod.Spec with { Overhead = overhead.PodFixed } };
        }

        return named?.Scheduling is { } scheduling ? Place(pod, scheduling) : (pod, null);
    }

    private static (Pod Pod, string? Objection) Place(Pod pod, Model.NodeApi.Scheduling scheduling)
    {
        var selector = pod.Spec.NodeSelector.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in scheduling.NodeSelector)
        {
            if (selector.TryGetValue(key, out var own) && own != value)
                return (pod, $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {own}");
            selector[key] = value;
        }

        return (pod with { Spec = pod.Spec with { NodeSelector = selector, Tolerations = Merge([.. pod.Spec.Tolerations, .. scheduling.Tolerations]) } }, null);
    }

    /// <summary>The tolerations without those that others include; of two equal ones the first stays.</summary>
    private static List<Toleration> Merge(IReadOnlyList<Toleration> all)
    {
        var merged = new List<Toleration>();
        for (var i = 0; i < all.Count; i++)
        {
            var one = all[i];
            if (!merged.Any(m => Includes(m, one)) && !all.Skip(i + 1).Any(later => later != one && Includes(later, one))) merged.Add(one);
        }

        return merged;
    }

    private static bool Includes(Toleration wide, Toleration narrow)
    {
        if (wide == narrow) return true;
        if (narrow.Key != wide.Key && (wide.Key.Length > 0 || wide.Operator != TolerationOperator.Exists)) return false;
        if (narrow.Effect != wide.Effect && wide.Effect.Length > 0) return false;
        if (wide is { Effect: TaintEffect.NoExecute, TolerationSeconds: { } seconds } && (narrow.TolerationSeconds is null || narrow.TolerationSeconds > seconds)) return false;
        return wide.Operator == TolerationOperator.Exists || (narrow.Operator == TolerationOperator.Equal && narrow.Value == wide.Value);
    }

    private static bool Same(IReadOnlyDictionary<string, Quantity> one, IReadOnlyDictionary<string, Quantity> other) =>
        one.Count == other.Count && one.All(p => other.TryGetValue(p.Key, out var amount) && amount.CompareTo(p.Value) == 0);
}

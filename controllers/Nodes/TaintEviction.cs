using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>How long a pod may stay on a node whose taints repel running pods.</summary>
public static class TaintEviction
{
    /// <summary>When the pod has to go; null when it may stay for good.</summary>
    /// <param name="pod">A pod of the node.</param>
    /// <param name="taints">The node's taints.</param>
    /// <param name="times">Since when the node has had them.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset? EvictAt(Pod pod, IReadOnlyList<Taint> taints, TaintTimes times, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var taint in taints)
        {
            if (taint.Effect == TaintEffect.NoExecute) earliest = Due.Earlier(earliest, EvictAt(pod, taint, times.Since(taint, now)));
        }

        return earliest;
    }

    private static DateTimeOffset? EvictAt(Pod pod, Taint taint, DateTimeOffset since)
    {
        // Of several tolerations of one taint the first counts.
        if (pod.Spec.Tolerations.FirstOrDefault(toleration => Tolerations.Tolerates(toleration, taint)) is not { } first) return since;
        var both = Bound(pod) is { } bound && bound > since ? bound : since;
        return first.TolerationSeconds is { } seconds ? both + TimeSpan.FromSeconds(Math.Max(0, seconds)) : null;
    }

    /// <summary>When the pod came to the node: it tolerates a taint from then on, however long the node has had it.</summary>
    private static DateTimeOffset? Bound(Pod pod) =>
        pod.Condition(PodConditionType.PodScheduled) is { Status: ConditionStatus.True } scheduled ? scheduled.LastTransitionTime : pod.Metadata.CreationTimestamp;
}

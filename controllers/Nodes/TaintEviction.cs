using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>How long a pod may stay on a node whose taints repel running pods.</summary>
public static class TaintEviction
{
    /// <summary>When the pod has to go; null when it may stay for good.</summary>
    public static DateTimeOffset? EvictAt(Pod pod, IReadOnlyList<Taint> taints, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var taint in taints)
        {
            if (taint.Effect == TaintEffect.NoExecute) earliest = Due.Earlier(earliest, EvictAt(pod, taint, now));
        }

        return earliest;
    }

    private static DateTimeOffset? EvictAt(Pod pod, Taint taint, DateTimeOffset now)
    {
        var since = taint.TimeAdded ?? now;
        long? shortest = null;
        var tolerated = false;
        foreach (var toleration in pod.Spec.Tolerations)
        {
            if (!Tolerates(toleration, taint)) continue;
            tolerated = true;
            if (toleration.TolerationSeconds is { } seconds && (shortest is null || seconds < shortest)) shortest = Math.Max(0, seconds);
        }

        return !tolerated ? since : shortest is { } wait ? since + TimeSpan.FromSeconds(wait) : null;
    }

    private static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            TolerationOperator.Exists => true,
            _ => toleration.Key.Length > 0 && toleration.Value == taint.Value,
        };
    }
}

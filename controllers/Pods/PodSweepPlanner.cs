using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Pods;

/// <summary>Which pods go although nobody asked: the oldest of too many that have finished, and those that end without ever having had a node (k8s.io/kubernetes/pkg/controller/podgc).</summary>
public static class PodSweepPlanner
{
    /// <param name="pods">The pods that have finished or are being deleted; others are passed over.</param>
    /// <param name="mostFinished">How many finished pods may stay.</param>
    public static IReadOnlyList<ObjectWrite> Plan(IEnumerable<Pod> pods, int mostFinished)
    {
        var all = pods.ToList();
        var lost = all.Where(static p => p.IsDeleting() && p.Spec.NodeName.Length == 0).ToList();
        var finished = all.Where(static p => p.IsFinished() && !p.IsDeleting()).ToList();
        var tooMany = finished.OrderByDescending(static p => p.Status.Reason == "Evicted").ThenBy(static p => p.Metadata.CreationTimestamp).ThenBy(static p => p.Metadata.Name, StringComparer.Ordinal)
            .Take(Math.Max(finished.Count - mostFinished, 0));
        return [.. lost.Where(static p => !p.IsFinished()).Select(Failed), .. lost.Concat(tooMany).Select(static p => ObjectDeletion.Of(Resources.Pods, p) with { GracePeriodSeconds = 0 })];
    }

    private static ObjectReplacement Failed(Pod pod) => ObjectReplacement.StatusOf(Resources.Pods, pod with { Status = pod.Status with { Phase = PodPhase.Failed } });
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Pods;

/// <summary>
/// Pods that were told to be about to end and did not: after a while it no longer holds (k8s.io/kubernetes/pkg/controller/disruption). What a node
/// says of its own pods stays, however long they take.
/// </summary>
public static class StaleDisruptions
{
    private const string ByNode = "TerminationByKubelet";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static IEnumerable<ObjectWrite> Plan(IEnumerable<Pod> pods, DateTimeOffset now) => pods.Where(pod => IsStale(pod, now)).Select(pod => Reset(pod, now));

    private static bool IsStale(Pod pod, DateTimeOffset now) => !pod.IsDeleting() && !pod.IsFinished()
        && pod.Condition(PodConditionType.DisruptionTarget) is { Status: ConditionStatus.True, Reason: not ByNode } told
        && !(told.LastTransitionTime + Timeout > now);

    private static ObjectReplacement Reset(Pod pod, DateTimeOffset now)
    {
        var reset = new PodCondition { Type = PodConditionType.DisruptionTarget, Status = ConditionStatus.False, LastTransitionTime = now };
        return ObjectReplacement.Of(Resources.Pods, pod with
        {
            Status = pod.Status with { Conditions = [.. pod.Status.Conditions.Select(c => c.Type == PodConditionType.DisruptionTarget ? reset : c)] },
        }, "status");
    }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>Writes to pods on behalf of their node.</summary>
internal static class PodWrites
{
    /// <summary>The pod with the reason for its end on record.</summary>
    public static ObjectWrite Disrupt(Pod pod, string reason, string message, DateTimeOffset now, bool fail = false)
    {
        var disrupted = pod.Disrupted(reason, message, now).Status;
        return Status(pod, fail ? disrupted with { Phase = PodPhase.Failed } : disrupted);
    }

    /// <summary>The pod as failed, because nobody can end it where it is.</summary>
    public static ObjectWrite Fail(Pod pod) => Status(pod, pod.Status with { Phase = PodPhase.Failed });

    /// <summary>The pod as not ready, because nobody can tell any more.</summary>
    public static ObjectWrite NotReady(Pod pod, DateTimeOffset now) => Status(pod, pod.Status with
    {
        Conditions = [.. pod.Status.Conditions.Select(c => c.Type == PodConditionType.Ready ? c with { Status = ConditionStatus.False, LastTransitionTime = now } : c)],
    });

    public static ObjectDeletion Delete(Pod pod, long? grace = null) => ObjectDeletion.Of(Resources.Pods, pod) with { GracePeriodSeconds = grace };

    private static ObjectReplacement Status(Pod pod, PodStatus status) => ObjectReplacement.Of(Resources.Pods, pod with { Status = status }, "status");
}

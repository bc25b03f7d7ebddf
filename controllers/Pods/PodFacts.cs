using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers;

/// <summary>What controllers want to know about a pod.</summary>
public static class PodFacts
{
    /// <summary>The node of a stored pod, or empty.</summary>
    public static string NodeOf(ApiObject pod) => pod.Text("spec.nodeName", typeof(Pod), static p => ((Pod)p).Spec.NodeName);

    /// <summary>The time that a stored pod has to end in; none when it has ended.</summary>
    public static TimeSpan GraceOf(ApiObject pod) =>
        TimeSpan.FromSeconds(long.Parse(pod.Text("grace", typeof(Pod), static p => Grace((Pod)p)), CultureInfo.InvariantCulture));

    /// <summary>The pod has ended for good.</summary>
    public static bool IsFinished(this Pod pod) => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    public static bool IsDeleting(this Pod pod) => pod.Metadata.DeletionTimestamp is not null;

    /// <summary>Neither ended nor being deleted: it counts as a replica.</summary>
    public static bool IsActive(this Pod pod) => !pod.IsFinished() && !pod.IsDeleting();

    /// <summary>Being deleted, and its containers may still run.</summary>
    public static bool IsTerminating(this Pod pod) => !pod.IsFinished() && pod.IsDeleting();

    public static PodCondition? Condition(this Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition.Type == type) return condition;
        return null;
    }

    public static bool IsReady(this Pod pod) => pod.Condition(PodConditionType.Ready)?.Status == ConditionStatus.True;

    /// <summary>Since when the pod is ready, or null when it is not or does not say.</summary>
    public static DateTimeOffset? ReadySince(this Pod pod) =>
        pod.Condition(PodConditionType.Ready) is { Status: ConditionStatus.True } ready ? ready.LastTransitionTime : null;

    /// <summary>From when on the pod counts as available: ready for so long; null when it is not ready.</summary>
    public static DateTimeOffset? AvailableFrom(this Pod pod, int minReadySeconds)
    {
        if (!pod.IsReady()) return null;
        return minReadySeconds == 0 ? DateTimeOffset.MinValue : pod.ReadySince() + TimeSpan.FromSeconds(minReadySeconds);
    }

    public static bool IsAvailable(this Pod pod, int minReadySeconds, DateTimeOffset now) => pod.AvailableFrom(minReadySeconds) <= now;

    /// <summary>The uid of the controlling owner, or null.</summary>
    public static string? ControllerUid(this Model.Meta.ObjectMeta metadata)
    {
        foreach (var owner in metadata.OwnerReferences)
            if (owner.Controller == true) return owner.Uid;
        return null;
    }

    private static string Grace(Pod pod) => (pod.IsFinished() ? 0 : pod.Spec.TerminationGracePeriodSeconds ?? 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>The pod with the condition that says why it is about to be ended.</summary>
    public static Pod Disrupted(this Pod pod, string reason, string message, DateTimeOffset now)
    {
        var condition = new PodCondition
        {
            Type = PodConditionType.DisruptionTarget, Status = ConditionStatus.True, Reason = reason, Message = message, LastTransitionTime = now,
        };
        return pod with { Status = pod.Status with { Conditions = [.. pod.Status.Conditions.Where(static c => c.Type != PodConditionType.DisruptionTarget), condition] } };
    }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>How long a Job waits before it replaces failed pods: ten seconds, doubling with each failure since the last success, at most ten minutes.</summary>
internal static class JobBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>When pods may be created again, judged by the pods that are still there.</summary>
    public static DateTimeOffset Until(JobDraft draft)
    {
        var ended = draft.Pods.Where(pod => draft.Books.IsWanted(pod) && (pod.IsFinished() || JobTracking.HasFailed(draft.Job, pod))).Select(pod => (Pod: pod, At: EndOf(pod, draft.Now))).ToArray();
        var lastSuccess = ended.Where(static e => e.Pod.Status.Phase == PodPhase.Succeeded).Select(static e => e.At).DefaultIfEmpty().Max();
        var failures = ended.Where(e => e.Pod.Status.Phase != PodPhase.Succeeded && e.At > lastSuccess && Delays(draft, e.Pod)).ToArray();
        return failures.Length == 0 ? DateTimeOffset.MinValue : failures.Max(static e => e.At) + After(failures.Length);
    }

    /// <summary>When the pod that failed last of an index may be replaced, where each index has a limit.</summary>
    /// <param name="last">The pod, or null when none has failed.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset Until(Pod? last, DateTimeOffset now) =>
        last is null ? DateTimeOffset.MinValue : EndOf(last, now) + After(JobTracking.FailuresOf(last) + JobTracking.IgnoredOf(last) + 1);

    /// <summary>When the last container ended, or as near to that as the pod tells.</summary>
    public static DateTimeOffset EndOf(Pod pod, DateTimeOffset now) =>
        LastContainer(pod)
        ?? (pod.Condition(PodConditionType.Ready) is { Status: ConditionStatus.False } ready ? ready.LastTransitionTime : null)
        ?? pod.Metadata.DeletionTimestamp - TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? 0)
        ?? pod.Metadata.CreationTimestamp
        ?? now;

    /// <summary>A failure that a policy overlooks makes the Job wait like any other; a pod that was told to end has been waited for already.</summary>
    private static bool Delays(JobDraft draft, Pod pod) => !draft.Books.Ignored.Contains(pod.Metadata.Uid) || !pod.IsDeleting();

    private static TimeSpan After(int failures)
    {
        var wait = First * Math.Pow(2, Math.Min(failures - 1, 30));
        return wait < Longest ? wait : Longest;
    }

    private static DateTimeOffset? LastContainer(Pod pod)
    {
        var sidecars = pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always).Select(static c => c.Name).ToHashSet();
        DateTimeOffset? last = null;
        foreach (var status in pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses.Where(status => sidecars.Contains(status.Name))))
        {
            if (status.State.Terminated?.FinishedAt is not { } finished) return null;
            if (last is null || finished > last) last = finished;
        }

        return last;
    }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>How long a Job waits before it replaces failed pods: ten seconds, doubling with each failure since the last success, at most ten minutes.</summary>
internal static class JobBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>More failures make no longer wait.</summary>
    private const int Most = 7;

    /// <summary>The last pod that ended well and the pods that failed since, those that are gone included.</summary>
    /// <param name="draft">The Job and the pods that are there.</param>
    /// <param name="known">What was known before.</param>
    public static IReadOnlyList<EndedPod> Ended(JobDraft draft, IReadOnlyList<EndedPod> known)
    {
        var uids = known.Select(static pod => pod.Uid).ToHashSet();
        EndedPod[] all =
        [
            .. known,
            .. draft.Pods.Where(pod => !uids.Contains(pod.Metadata.Uid) && HasEnded(draft, pod))
                .Select(pod => new EndedPod(pod.Metadata.Uid, EndOf(pod, draft.Now), pod.Status.Phase == PodPhase.Succeeded)),
        ];
        var success = all.Where(static pod => pod.Succeeded).MaxBy(static pod => pod.At);
        var failures = all.Where(pod => !pod.Succeeded && (success is null || pod.At > success.At)).OrderBy(static pod => pod.At).TakeLast(Most);
        return success is null ? [.. failures] : [success, .. failures];
    }

    /// <summary>When pods may be created again.</summary>
    public static DateTimeOffset Until(JobDraft draft)
    {
        var failures = draft.Ended.Where(static pod => !pod.Succeeded).ToArray();
        return failures.Length == 0 ? DateTimeOffset.MinValue : failures[^1].At + After(failures.Length);
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

    /// <summary>The pod counts; one that was let go before it ended was stopped because it is not wanted.</summary>
    private static bool HasEnded(JobDraft draft, Pod pod) =>
        draft.Books.IsWanted(pod) && (pod.IsFinished() || (pod.IsTracked() && JobTracking.HasFailed(draft.Job, pod)));

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

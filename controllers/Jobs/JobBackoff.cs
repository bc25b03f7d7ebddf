using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>How long a Job waits before it replaces failed pods: ten seconds, doubling with each failure since the last success, at most ten minutes.</summary>
internal static class JobBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>When pods may be created again, judged by the pods that are still there.</summary>
    public static DateTimeOffset Until(JobDraft draft, IEnumerable<Pod> pods)
    {
        var ended = pods.Where(pod => pod.IsFinished() || JobTracking.HasFailed(draft.Job, pod)).Select(pod => (Pod: pod, At: EndOf(pod, draft.Now))).ToArray();
        var lastSuccess = ended.Where(static e => e.Pod.Status.Phase == PodPhase.Succeeded).Select(static e => e.At).DefaultIfEmpty().Max();
        var failures = ended.Where(e => e.Pod.Status.Phase != PodPhase.Succeeded && e.At > lastSuccess && !draft.Books.Ignored.Contains(e.Pod.Metadata.Uid)).ToArray();
        if (failures.Length == 0) return DateTimeOffset.MinValue;
        var wait = First * Math.Pow(2, Math.Min(failures.Length - 1, 30));
        return failures.Max(static e => e.At) + (wait < Longest ? wait : Longest);
    }

    /// <summary>When the last container ended, or as near to that as the pod tells.</summary>
    private static DateTimeOffset EndOf(Pod pod, DateTimeOffset now) =>
        pod.Status.ContainerStatuses.Select(static status => status.State.Terminated?.FinishedAt).Max()
        ?? pod.Metadata.DeletionTimestamp
        ?? pod.Condition(PodConditionType.Ready)?.LastTransitionTime
        ?? pod.Metadata.CreationTimestamp
        ?? now;
}

using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>
/// Counts every pod exactly once. The end of a pod is first noted by its uid in the status; when that is stored the pod is let go; when it
/// has lost its finalizer the note becomes a number. Whatever is repeated or lost in between, no pod counts twice.
/// </summary>
internal sealed class JobBooks
{
    private readonly Job _job;
    private readonly IndexSet _storedCompleted;

    public JobBooks(Job job, IReadOnlyList<Pod> pods)
    {
        _job = job;
        var bound = job.Spec.Completions ?? int.MaxValue;
        var noted = job.Status.UncountedTerminatedPods ?? new();
        var tracked = pods.Where(static pod => pod.IsTracked()).Select(static pod => pod.Metadata.Uid).ToHashSet();
        (CountedSuccesses, NotedSuccesses) = Settle(job.Status.Succeeded, noted.Succeeded, tracked);
        (CountedFailures, NotedFailures) = Settle(job.Status.Failed, noted.Failed, tracked);
        Completed = _storedCompleted = JobTracking.IsIndexed(job) ? IndexSet.Parse(job.Status.CompletedIndexes, bound) : IndexSet.Empty;
        Failed = IndexSet.Parse(job.Status.FailedIndexes ?? "", bound);
        foreach (var pod in pods.Where(static pod => pod.IsTracked())) Note(pod);
        if (JobTracking.IsIndexed(job)) CountedSuccesses = Completed.Count;
    }

    /// <summary>Pods of which only the number is known any more; for an Indexed Job the completed indexes.</summary>
    public int CountedSuccesses { get; private set; }

    public int CountedFailures { get; }

    public List<string> NotedSuccesses { get; }

    public List<string> NotedFailures { get; }

    public IndexSet Completed { get; private set; }

    /// <summary>The indexes that will not be tried again.</summary>
    public IndexSet Failed { get; private set; }

    /// <summary>Why a failure policy ends the Job, or null.</summary>
    public string? FailJob { get; private set; }

    /// <summary>Pods whose end needs no place in the books.</summary>
    public HashSet<string> Ignored { get; } = [];

    public int Successes => CountedSuccesses + NotedSuccesses.Count;

    public int Failures => CountedFailures + NotedFailures.Count;

    public bool HasNotes => NotedSuccesses.Count + NotedFailures.Count > 0;

    /// <summary>The pod stands for something that the Job wants: of an Indexed Job one of its indexes.</summary>
    public bool IsWanted(Pod pod) => !JobTracking.IsIndexed(_job) || JobTracking.IndexOf(pod) < _job.Spec.Completions;

    /// <summary>Whether the stored status counts the pod, so that it can go.</summary>
    public bool MayGo(Pod pod)
    {
        var stored = _job.Status.UncountedTerminatedPods ?? new();
        var uid = pod.Metadata.Uid;
        if (Ignored.Contains(uid)) return true;
        return JobTracking.IsIndexed(_job) && pod.Status.Phase == PodPhase.Succeeded
            ? _storedCompleted.Contains(JobTracking.IndexOf(pod)!.Value)
            : stored.Failed.Contains(uid) || stored.Succeeded.Contains(uid);
    }

    /// <summary>Pods that go before they have ended and that count for nothing.</summary>
    public void Ignore(IEnumerable<Pod> pods) => Ignored.UnionWith(pods.Select(static pod => pod.Metadata.Uid));

    /// <summary>Pods that go before they have ended because the Job fails: they have failed.</summary>
    public void Fail(IEnumerable<Pod> pods)
    {
        foreach (var pod in pods) Count(pod, PodFailureRules.Judge(_job, pod).Action);
    }

    private static (int Count, List<string> Noted) Settle(int count, IReadOnlyList<string> noted, HashSet<string> tracked)
    {
        List<string> kept = [.. noted.Where(tracked.Contains)];
        return (count + noted.Count - kept.Count, kept);
    }

    private void Note(Pod pod)
    {
        if (pod.Status.Phase == PodPhase.Succeeded) NoteSucceeded(pod);
        else if (JobTracking.HasFailed(_job, pod)) NoteFailed(pod);
    }

    private void NoteSucceeded(Pod pod)
    {
        var uid = pod.Metadata.Uid;
        if (!IsWanted(pod)) Ignored.Add(uid);
        else if (JobTracking.IsIndexed(_job)) Completed = Completed.With([JobTracking.IndexOf(pod)!.Value]);
        // One that counts as failed, because it was leaving, stays failed however it ends.
        else if (!NotedSuccesses.Contains(uid) && !NotedFailures.Contains(uid)) NotedSuccesses.Add(uid);
    }

    private void NoteFailed(Pod pod)
    {
        var (action, message) = PodFailureRules.Judge(_job, pod);
        if (action == PodFailurePolicyAction.FailJob) FailJob ??= message;
        Count(pod, action);
        if (_job.Spec.BackoffLimitPerIndex is not { } limit || Ignored.Contains(pod.Metadata.Uid)) return;
        if (action == PodFailurePolicyAction.FailIndex || JobTracking.FailuresOf(pod) >= limit) Failed = Failed.With([JobTracking.IndexOf(pod)!.Value]);
    }

    private void Count(Pod pod, string action)
    {
        var uid = pod.Metadata.Uid;
        if (action == PodFailurePolicyAction.Ignore || !IsWanted(pod)) Ignored.Add(uid);
        else if (!NotedFailures.Contains(uid)) NotedFailures.Add(uid);
    }
}

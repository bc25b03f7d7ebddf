using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>
/// Runs pods until enough of them ended well. Guarantees: each pod counts exactly once however often plans are repeated or lost, never more
/// active pods than parallelism, an index is never completed twice, and a Job that has ended stays as it is. Pure.
/// </summary>
public static class JobPlanner
{
    private const string OwnController = "kubernetes.io/job-controller";

    public static JobPlan Plan(JobView view, DateTimeOffset now, IIdSource ids)
    {
        var job = view.Job;
        var (expired, expires) = Expire(job, now);
        if (job.Spec.ManagedBy is { } other && other != OwnController) return new(null, [], [], expired, [], expires);
        var claims = Claims.Make(job, job.Spec.Selector, Resources.Pods, view.Controlled, view.Orphans, JobTracking.Finalizer);
        var draft = new JobDraft(job, claims.Owned, view.Ended, now);
        if (IsFinished(job)) return new(null, [.. claims.Owned.Where(static pod => pod.IsTracked()).Select(JobTracking.Release)], [], expired, [], expires);

        if (!draft.IsSuspended) draft.StartTime ??= now;
        var (creates, deletes) = Advance(draft, ids);
        draft.Due = Due.Earlier(draft.Due, draft.Deadline);
        var status = Status(draft);
        return new JobPlan(
            RecordEquality.Same(status, job.Status) ? null : status,
            [.. claims.Patches, .. Adopted(view, claims), .. Releases(draft)],
            [.. creates.Select(PodTemplates.Creation)],
            [.. deletes.Select(PodTemplates.Deletion)],
            [.. draft.Events, .. PodEvents.About(view.Refusal)],
            draft.Due) { Ended = draft.Ended };
    }

    /// <summary>Whether the Job has ended for good.</summary>
    public static bool IsFinished(Job job) => EndOf(job) is not null;

    internal static JobCondition? EndOf(Job job) =>
        job.Status.Conditions.FirstOrDefault(static c => c.Type is JobConditionType.Complete or JobConditionType.Failed && c.Status == ConditionStatus.True);

    /// <summary>A Job that has ended goes when its time to live is over, whoever manages it.</summary>
    private static (ObjectDeletion[] Deletes, DateTimeOffset? Due) Expire(Job job, DateTimeOffset now)
    {
        if (job.Spec.TtlSecondsAfterFinished is not { } seconds || job.Metadata.DeletionTimestamp is not null || EndOf(job) is not { } end) return ([], null);
        var due = end.LastTransitionTime + TimeSpan.FromSeconds(seconds);
        return due <= now ? ([ObjectDeletion.Of(Resources.Jobs, job) with { Propagation = DeletionPropagation.Foreground }], null) : ([], due);
    }

    /// <returns>The pods to start and those to stop.</returns>
    private static (IReadOnlyList<Pod> Starts, IReadOnlyList<Pod> Stops) Advance(JobDraft draft, IIdSource ids)
    {
        if (JobEndRules.Decide(draft) is { } end)
        {
            End(draft, end);
            return ([], draft.Active);
        }

        var goes = draft.Job.Metadata.DeletionTimestamp is not null;
        var (starts, stops) = goes ? ([], []) : draft.IsSuspended ? ([], draft.Active) : JobPods.Plan(draft, ids);
        // What is stopped because it is not wanted now, or is left alone because the Job goes, has not failed.
        draft.Books.Ignore(goes ? draft.Unended : stops);
        if (JobEndRules.Complete(draft, draft.Active.Count + starts.Count - stops.Count) is { } success) End(draft, success);
        else if (draft.IsSuspended && !goes) Suspend(draft);
        else if (!goes) Resume(draft);
        return (starts, stops);
    }

    /// <summary>Says that the Job waits. One that has ended, or goes, does not.</summary>
    private static void Suspend(JobDraft draft)
    {
        if (draft.Say(JobConditionType.Suspended, ConditionStatus.True, "JobSuspended", "Job suspended"))
            draft.Events.Add(PlannedEvent.Normal("Suspended", "Job suspended"));
    }

    /// <summary>Says that a Job that waited goes on: it starts anew.</summary>
    private static void Resume(JobDraft draft)
    {
        if (draft.Conditions.All(static c => c.Type != JobConditionType.Suspended)) return;
        if (!draft.Say(JobConditionType.Suspended, ConditionStatus.False, "JobResumed", "Job resumed")) return;
        draft.Events.Add(PlannedEvent.Normal("Resumed", "Job resumed"));
        draft.StartTime = draft.Now;
    }

    /// <summary>Says how the Job ends, and that it has when all its pods have ended and are counted. Of a Job that fails, every pod that has not ended well has failed.</summary>
    private static void End(JobDraft draft, JobEnd end)
    {
        draft.Say(end.Interim, ConditionStatus.True, end.Reason, end.Message);
        if (end.Final == JobConditionType.Failed) draft.Books.Fail(draft.Unended);
        else draft.Books.Ignore(draft.Unended);
        if (draft.Active.Count + draft.Terminating.Count > 0 || draft.Books.HasNotes) return;
        draft.Say(end.Final, ConditionStatus.True, end.Reason, end.Message);
        if (end.Final == JobConditionType.Complete && draft.Books.CountedSuccesses > draft.Job.Spec.Completions)
            draft.Events.Add(PlannedEvent.Warning("TooManySucceededPods", "Too many succeeded pods running after completion count reached"));
        draft.Events.Add(end.Final == JobConditionType.Complete
            ? PlannedEvent.Normal("Completed", "Job completed")
            : PlannedEvent.Warning(end.Reason, end.Message));
        draft.Due = null;
    }

    /// <summary>An adopted pod is tracked like one of the Job's own.</summary>
    private static IEnumerable<ObjectPatch> Adopted(JobView view, Claims<Pod> claims) =>
        claims.Owned.Where(pod => !pod.IsTracked() && view.Orphans.Contains(pod)).Select(JobTracking.Track);

    /// <summary>Pods that the stored status counts. The last failed pod of an index stays until its successor knows how often the index has failed.</summary>
    private static IEnumerable<ObjectPatch> Releases(JobDraft draft)
    {
        foreach (var pod in draft.Pods)
            if (pod.IsTracked() && draft.Books.MayGo(pod) && !IsRemembered(draft, pod)) yield return JobTracking.Release(pod);
    }

    private static bool IsRemembered(JobDraft draft, Pod pod)
    {
        if (draft.Job.Spec.BackoffLimitPerIndex is null || !JobTracking.HasFailed(draft.Job, pod) || draft.Job.Metadata.DeletionTimestamp is not null) return false;
        if (draft.Conditions.Any(static c => c.Type is JobConditionType.FailureTarget or JobConditionType.SuccessCriteriaMet)) return false;
        return JobTracking.IndexOf(pod) is { } index && !draft.Books.Failed.Contains(index) && !draft.Books.Completed.Contains(index)
            && !draft.Pods.Any(other => JobTracking.IndexOf(other) == index && other.Metadata.Uid != pod.Metadata.Uid
                && (Before(other) > Before(pod) || (Before(other) == Before(pod) && other.IsActive())));
    }

    private static int Before(Pod pod) => JobTracking.FailuresOf(pod) + JobTracking.IgnoredOf(pod);

    private static JobStatus Status(JobDraft draft)
    {
        var (job, books) = (draft.Job, draft.Books);
        // A pod that is remembered is noted when it may go.
        var remembered = draft.Pods.Where(pod => pod.IsTracked() && IsRemembered(draft, pod)).Select(static pod => pod.Metadata.Uid).ToHashSet();
        remembered.ExceptWith(job.Status.UncountedTerminatedPods?.Failed ?? []);
        return job.Status with
        {
            Active = draft.Active.Count,
            Ready = draft.Active.Count(static pod => pod.IsReady()),
            Terminating = draft.Terminating.Count,
            Succeeded = books.CountedSuccesses,
            Failed = books.CountedFailures,
            CompletedIndexes = books.Completed.ToString(),
            FailedIndexes = job.Spec.BackoffLimitPerIndex is null ? null : books.Failed.ToString(),
            UncountedTerminatedPods = new UncountedTerminatedPods { Succeeded = books.NotedSuccesses, Failed = [.. books.NotedFailures.Where(uid => !remembered.Contains(uid))] },
            StartTime = draft.StartTime,
            CompletionTime = draft.Conditions.Any(static c => c.Type == JobConditionType.Complete) ? draft.Now : null,
            Conditions = draft.Conditions,
        };
    }
}

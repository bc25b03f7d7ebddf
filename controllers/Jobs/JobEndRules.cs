using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>When a Job ends. The rules are asked in order; what was decided once stays decided. That nothing is left to do is asked last, when it is known which pods go on.</summary>
internal static class JobEndRules
{
    public static JobEnd? Decide(JobDraft draft) =>
        Decided(draft, JobConditionType.SuccessCriteriaMet)
        ?? Decided(draft, JobConditionType.FailureTarget)
        ?? Policy(draft)
        ?? BackoffLimit(draft)
        ?? Deadline(draft)
        ?? Indexes(draft)
        ?? SuccessPolicy(draft);

    /// <summary>Enough pods have ended well and none runs any more.</summary>
    /// <param name="active">The pods that run once those that are not wanted are stopped.</param>
    public static JobEnd? Complete(JobDraft draft, int active) =>
        active == 0 && draft.Books.Successes >= (draft.Job.Spec.Completions ?? 1)
            ? new(JobConditionType.SuccessCriteriaMet, "CompletionsReached", "Reached expected number of succeeded pods") : null;

    private static JobEnd Failure(string reason, string message) => new(JobConditionType.FailureTarget, reason, message);

    private static JobEnd? Decided(JobDraft draft, string type) =>
        draft.Job.Status.Conditions.FirstOrDefault(c => c.Type == type && c.Status == ConditionStatus.True) is { } condition
            ? new(type, condition.Reason, condition.Message) : null;

    private static JobEnd? Policy(JobDraft draft) => draft.Books.FailJob is { } why ? Failure("PodFailurePolicy", why) : null;

    private static JobEnd? BackoffLimit(JobDraft draft)
    {
        var limit = draft.Job.Spec.BackoffLimit ?? (draft.Job.Spec.BackoffLimitPerIndex is null ? 6 : int.MaxValue);
        var restarts = draft.Job.Spec.Template.Spec.RestartPolicy == RestartPolicy.OnFailure ? draft.Pods.Sum(Restarts) : 0;
        return draft.Books.Failures > limit || (restarts > 0 && restarts >= limit)
            ? Failure("BackoffLimitExceeded", "Job has reached the specified backoff limit") : null;
    }

    private static int Restarts(Pod pod) =>
        pod.Status.Phase is not (PodPhase.Running or PodPhase.Pending) ? 0
            : pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).Sum(static status => status.RestartCount);

    private static JobEnd? Deadline(JobDraft draft) =>
        draft.Deadline <= draft.Now ? Failure("DeadlineExceeded", "Job was active longer than specified deadline") : null;

    private static JobEnd? Indexes(JobDraft draft)
    {
        if (draft.Job.Spec.BackoffLimitPerIndex is null) return null;
        var (failed, completions) = (draft.Books.Failed.Count, draft.Job.Spec.Completions ?? 0);
        if (failed > draft.Job.Spec.MaxFailedIndexes) return Failure("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        return failed > 0 && failed + draft.Books.Completed.Count >= completions ? Failure("FailedIndexes", "Job has failed indexes") : null;
    }

    private static JobEnd? SuccessPolicy(JobDraft draft)
    {
        if (draft.Job.Spec.SuccessPolicy is not { } policy || draft.Job.Spec.Completions is not { } completions) return null;
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            var named = rule.SucceededIndexes is { } text ? IndexSet.Parse(text, completions) : null;
            var done = named is null ? draft.Books.Completed.Count : draft.Books.Completed.Intersect(named).Count;
            // A rule whose indexes the Job has no more, because it was made smaller, is never met.
            if (done > 0 && done >= (rule.SucceededCount ?? named?.Count)) return new(JobConditionType.SuccessCriteriaMet, "SuccessPolicy", $"Matched rules at index {i}");
        }

        return null;
    }
}

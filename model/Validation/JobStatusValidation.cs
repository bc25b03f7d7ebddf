using System.Globalization;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// What a Job's status may say and how it may change, so that clients can rely on it whichever controller writes it (validateJobStatus in
/// k8s.io/kubernetes/pkg/apis/batch/validation). What was wrong before and stays as it is does not keep the rest from being written.
/// </summary>
internal static class JobStatusValidation
{
    public static void Validate(Job value, Job old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var (status, known) = (value.Status, old.Status);
        errors.NonNegative("active", status.Active);
        errors.NonNegative("succeeded", status.Succeeded);
        errors.NonNegative("failed", status.Failed);
        errors.NonNegative("ready", status.Ready);
        errors.NonNegative("terminating", status.Terminating);
        Uncounted(status.UncountedTerminatedPods, errors);
        Conditions(status, known, errors);
        Times(value, old, errors);
        Finished(value, old, errors);
        Indexes(value, old, errors);
        if ((status.Ready != known.Ready || status.Active != known.Active) && status.Ready > status.Active) errors.Invalid("ready", status.Ready, "cannot set more ready pods than active");
        Changes(value, old, errors);
    }

    private static bool Has(JobStatus status, string type) => status.Conditions.Any(c => c.Type == type && c.Status == ConditionStatus.True);

    private static bool IsComplete(JobStatus status) => Has(status, JobConditionType.Complete);

    private static bool IsFailed(JobStatus status) => Has(status, JobConditionType.Failed);

    private static bool IsFinished(JobStatus status) => IsComplete(status) || IsFailed(status);

    private static void Uncounted(UncountedTerminatedPods? pods, FieldErrors errors)
    {
        if (pods is null) return;
        using var _ = errors.At("uncountedTerminatedPods");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, uids) in new[] { ("succeeded", pods.Succeeded), ("failed", pods.Failed) })
        {
            for (var i = 0; i < uids.Count; i++)
                if (uids[i].Length == 0) errors.Invalid($"{field}[{i}]", uids[i], "must not be empty");
                else if (!seen.Add(uids[i])) errors.Duplicate($"{field}[{i}]", uids[i]);
        }
    }

    private static void Conditions(JobStatus status, JobStatus known, FieldErrors errors)
    {
        var (complete, failed) = (IsComplete(status), IsFailed(status));
        var (target, met) = (Has(status, JobConditionType.FailureTarget), Has(status, JobConditionType.SuccessCriteriaMet));
        var (completes, fails) = (complete != IsComplete(known), failed != IsFailed(known));
        Refuse((completes || fails) && complete && failed, "cannot set Complete=True and Failed=true conditions");
        Refuse((completes || target != Has(known, JobConditionType.FailureTarget)) && complete && target, "cannot set Complete=True and FailureTarget=true conditions");
        Refuse((fails || status.FailedIndexes != known.FailedIndexes) && failed && !target, "cannot set Failed=True condition without the FailureTarget=true condition");
        Refuse((completes || met != Has(known, JobConditionType.SuccessCriteriaMet)) && complete && !met, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        Refuse(met && failed, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        Refuse(met && target, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");

        void Refuse(bool wrong, string why)
        {
            if (wrong) errors.Invalid("conditions", why);
        }
    }

    private static void Times(Job value, Job old, FieldErrors errors)
    {
        var (status, known) = (value.Status, old.Status);
        var complete = IsComplete(status);
        var endChanges = complete != IsComplete(known) || status.CompletionTime != known.CompletionTime;
        if (endChanges && status.CompletionTime is { } end && !complete) errors.Invalid("completionTime", end, "cannot set completionTime when there is no Complete=True condition");
        if (endChanges && status.CompletionTime is null && complete) errors.Required("completionTime", "completionTime is required for Complete jobs");
        if ((status.StartTime != known.StartTime || status.CompletionTime != known.CompletionTime) && status.CompletionTime < status.StartTime)
            errors.Invalid("completionTime", status.CompletionTime, "completionTime cannot be set before startTime");
    }

    private static void Finished(Job value, Job old, FieldErrors errors)
    {
        var (status, known) = (value.Status, old.Status);
        if (!IsFinished(status)) return;
        var finishes = !IsFinished(known);
        var waits = value.Spec is { Suspend: true, Completions: 0 };
        if ((finishes || status.Active != known.Active) && status.Active > 0) errors.Invalid("active", status.Active, "active>0 is invalid for finished job");
        if ((finishes || status.StartTime != known.StartTime) && status.StartTime is null && !waits) errors.Required("startTime", "startTime is required for finished job");
        if ((finishes || !Structural.Equal(status.UncountedTerminatedPods, known.UncountedTerminatedPods))
            && status.UncountedTerminatedPods is { } pods && pods.Failed.Count + pods.Succeeded.Count > 0)
            errors.Invalid("uncountedTerminatedPods", pods, "uncountedTerminatedPods needs to be empty for finished job");
        if ((finishes || status.Terminating != known.Terminating) && status.Terminating > 0) errors.Invalid("terminating", status.Terminating, "terminating>0 is invalid for finished job");
    }

    private static void Indexes(Job value, Job old, FieldErrors errors)
    {
        var (status, known, spec) = (value.Status, old.Status, value.Spec);
        var (completedChanges, failedChanges) = (status.CompletedIndexes != known.CompletedIndexes, status.FailedIndexes != known.FailedIndexes);
        var bound = spec.Completions;
        if (completedChanges && bound is { } completions && Problem(status.CompletedIndexes, completions) is { } complaint)
            errors.Invalid("completedIndexes", status.CompletedIndexes, $"error parsing completedIndexes: {complaint}");
        if (failedChanges && bound is { } all && spec.BackoffLimitPerIndex is not null && status.FailedIndexes is { } failed && Problem(failed, all) is { } wrong)
            errors.Invalid("failedIndexes", failed, $"error parsing failedIndexes: {wrong}");
        if (completedChanges && status.CompletedIndexes.Length > 0 && spec.CompletionMode != CompletionMode.Indexed)
            errors.Invalid("completedIndexes", status.CompletedIndexes, "cannot set non-empty completedIndexes when non-indexed completion mode");
        if (failedChanges && spec.BackoffLimitPerIndex is null && status.FailedIndexes is { } unexpected)
            errors.Invalid("failedIndexes", unexpected, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        if ((completedChanges || failedChanges) && bound is { } most && status.FailedIndexes is { } over && Overlap(status.CompletedIndexes, over, most) is { } index)
            errors.Invalid("failedIndexes", over, string.Create(CultureInfo.InvariantCulture, $"failedIndexes and completedIndexes overlap at index: {index}"));
    }

    private static void Changes(Job value, Job old, FieldErrors errors)
    {
        var (status, known) = (value.Status, old.Status);
        foreach (var type in (ReadOnlySpan<string>)[JobConditionType.Failed, JobConditionType.Complete, JobConditionType.FailureTarget])
            if (Has(known, type) && !Has(status, type)) errors.Invalid("conditions", $"cannot disable the terminal {type}=True condition");
        if (status.Failed < known.Failed) errors.Invalid("failed", status.Failed, "cannot decrease the failed counter");
        var isElastic = value.Spec.CompletionMode == CompletionMode.Indexed && value.Spec.Completions == value.Spec.Parallelism;
        if (status.Succeeded < known.Succeeded && !isElastic) errors.Invalid("succeeded", status.Succeeded, "cannot decrease the succeeded counter");
        if (status.CompletionTime is { } end && known.CompletionTime is { } before && end != before) errors.Invalid("completionTime", end, "completionTime cannot be mutated");
        var resumes = Has(known, JobConditionType.Suspended) && status.Conditions.Any(static c => c.Type == JobConditionType.Suspended && c.Status == ConditionStatus.False);
        if (!resumes && known.StartTime is not null && status.StartTime != known.StartTime && value.Spec.Suspend != true) errors.Required("startTime", "startTime cannot be removed for unsuspended job");
        if (!Has(known, JobConditionType.SuccessCriteriaMet)) { if (IsComplete(known) && Has(status, JobConditionType.SuccessCriteriaMet)) errors.Invalid("conditions", "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions"); }
        else if (!Has(status, JobConditionType.SuccessCriteriaMet)) errors.Invalid("conditions", "cannot disable the SuccessCriteriaMet=True condition");
    }

    /// <summary>What is wrong with a text such as <c>1,3-5,7</c>, or null.</summary>
    private static string? Problem(string indexes, int completions)
    {
        if (indexes.Length == 0) return null;
        int? last = null;
        foreach (var part in indexes.Split(','))
        {
            if (Interval(part, completions, out var first, out var end) is { } problem) return problem;
            if (last >= first) return NotIncreasing(last.Value, first);
            last = end;
        }

        return null;
    }

    /// <summary>The first index that is in both, as far as their parts can be read.</summary>
    private static int? Overlap(string completed, string failed, int completions)
    {
        if (completed.Length == 0 || failed.Length == 0) return null;
        foreach (var part in completed.Split(','))
        {
            if (Interval(part, completions, out var first, out var last) is not null) continue;
            foreach (var other in failed.Split(','))
                if (Interval(other, completions, out var from, out var to) is null && first <= to && from <= last) return Math.Max(first, from);
        }

        return null;
    }

    private static string? Interval(string text, int completions, out int first, out int last)
    {
        (first, last) = (0, 0);
        var limits = text.Split('-');
        if (limits.Length > 2) return $"the fragment \"{text}\" violates the requirement that an index interval can have at most two parts separated by '-'";
        if (Index(limits[0], completions, out first) is { } problem) return problem;
        last = first;
        if (limits.Length == 1) return null;
        if (Index(limits[1], completions, out last) is { } other) return other;
        return first >= last ? NotIncreasing(first, last) : null;
    }

    private static string? Index(string text, int completions, out int index) =>
        !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index) ? $"cannot convert string to integer for index: \"{text}\""
        : index >= completions ? $"too large index: \"{text}\"" : null;

    private static string NotIncreasing(int previous, int current) =>
        string.Create(CultureInfo.InvariantCulture, $"non-increasing order, previous: {previous}, current: {current}");
}

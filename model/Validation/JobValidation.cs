using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of jobs (k8s.io/kubernetes/pkg/apis/batch/validation). The walk stands at the spec.</summary>
internal static class JobValidation
{
    private const int MaximumParallel = 100_000;
    private const int MaximumManagerBytes = 63;
    private const int MaximumFailedIndexes = 100_000;
    private const int ManyCompletions = 100_000;
    private const int MaximumOfMany = 10_000;

    public static void Validate(JobSpec spec, FieldErrors errors)
    {
        errors.NonNegative("parallelism", spec.Parallelism);
        errors.NonNegative("completions", spec.Completions);
        errors.NonNegative("activeDeadlineSeconds", spec.ActiveDeadlineSeconds);
        errors.NonNegative("backoffLimit", spec.BackoffLimit);
        errors.NonNegative("ttlSecondsAfterFinished", spec.TtlSecondsAfterFinished);
        errors.NonNegative("backoffLimitPerIndex", spec.BackoffLimitPerIndex);
        if (spec.MaxFailedIndexes is not null)
        {
            errors.NonNegative("maxFailedIndexes", spec.MaxFailedIndexes);
            if (spec.BackoffLimitPerIndex is null) errors.Required("backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }

        if (spec.ManagedBy is { } manager)
        {
            Rules.DomainPrefixedPath("managedBy", manager, errors);
            if (manager.Length > MaximumManagerBytes) errors.TooLong("managedBy", MaximumManagerBytes);
        }

        Mode(spec, errors);
        if (spec.PodFailurePolicy is { } policy)
            using (errors.At("podFailurePolicy")) PodFailurePolicyValidation.Validate(policy, spec, errors);
        if (spec.SuccessPolicy is { } success)
            using (errors.At("successPolicy")) Success(success, spec, errors);
        if (spec.PodFailurePolicy is not null) Rules.NoneOrOneOf("podReplacementPolicy", spec.PodReplacementPolicy, errors, PodReplacementPolicy.Failed);
        else Rules.NoneOrOneOf("podReplacementPolicy", spec.PodReplacementPolicy, errors, PodReplacementPolicy.Failed, PodReplacementPolicy.TerminatingOrFailed);
        PodTemplateValidation.Validate(spec.Template, errors);
        Restarts(spec, errors);
    }

    private static void Mode(JobSpec spec, FieldErrors errors)
    {
        Rules.NoneOrOneOf("completionMode", spec.CompletionMode, errors, CompletionMode.NonIndexed, CompletionMode.Indexed);
        if (spec.CompletionMode == CompletionMode.Indexed)
        {
            if (spec.Completions is null) errors.Required("completions", $"when completion mode is {CompletionMode.Indexed}");
            if (spec.Parallelism > MaximumParallel) errors.Invalid("parallelism", spec.Parallelism, $"must be less than or equal to {MaximumParallel} when completion mode is {CompletionMode.Indexed}");
            if (spec.MaxFailedIndexes > spec.Completions) errors.Invalid("maxFailedIndexes", spec.MaxFailedIndexes, "must be less than or equal to completions");
            if (spec.MaxFailedIndexes > MaximumFailedIndexes) errors.Invalid("maxFailedIndexes", spec.MaxFailedIndexes, $"must be less than or equal to {MaximumFailedIndexes}");
            if (spec.Completions > ManyCompletions && spec.BackoffLimitPerIndex is not null) Many(spec, errors);
        }
        else
        {
            if (spec.BackoffLimitPerIndex is not null) errors.Invalid("backoffLimitPerIndex", spec.BackoffLimitPerIndex, "requires indexed completion mode");
            if (spec.MaxFailedIndexes is not null) errors.Invalid("maxFailedIndexes", spec.MaxFailedIndexes, "requires indexed completion mode");
        }
    }

    /// <summary>What a job with so many indexes, each with a limit of its own, may have beside them.</summary>
    private static void Many(JobSpec spec, FieldErrors errors)
    {
        var detail = $"must be less than or equal to {MaximumOfMany} when completions are above {ManyCompletions} and used with backoff limit per index";
        if (spec.MaxFailedIndexes is null) errors.Required("maxFailedIndexes", $"must be specified when completions is above {ManyCompletions}");
        if (spec.Parallelism > MaximumOfMany) errors.Invalid("parallelism", spec.Parallelism, detail);
        if (spec.MaxFailedIndexes > MaximumOfMany) errors.Invalid("maxFailedIndexes", spec.MaxFailedIndexes, detail);
    }

    private static void Restarts(JobSpec spec, FieldErrors errors)
    {
        var policy = spec.Template.Spec.RestartPolicy;
        if (policy is "" or RestartPolicy.Always)
            errors.Required("template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        else if (policy is not (RestartPolicy.OnFailure or RestartPolicy.Never))
            errors.NotSupported("template.spec.restartPolicy", policy, RestartPolicy.OnFailure, RestartPolicy.Never);
        else if (spec.PodFailurePolicy is not null && policy != RestartPolicy.Never)
            errors.Invalid("template.spec.restartPolicy", policy, "only \"Never\" is supported when podFailurePolicy is specified");
    }

    private static void Success(SuccessPolicy policy, JobSpec spec, FieldErrors errors)
    {
        const int MaximumRules = 20;
        if (spec.CompletionMode != CompletionMode.Indexed)
        {
            errors.Invalid("", policy, "requires indexed completion mode");
            return;
        }

        if (policy.Rules.Count == 0) errors.Required("rules", "at least one rules must be specified when the successPolicy is specified");
        if (policy.Rules.Count > MaximumRules) errors.TooMany("rules", policy.Rules.Count, MaximumRules);
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            using var _ = errors.At("rules", i);
            var rule = policy.Rules[i];
            if (rule.SucceededCount is null && rule.SucceededIndexes is null)
                errors.Required("", "at least one of succeededCount or succeededIndexes must be specified");
            var indexes = 0;
            if (rule.SucceededIndexes is not null && Indexes(rule.SucceededIndexes, spec.Completions ?? 0, out indexes) is { } complaint)
                errors.Invalid("succeededIndexes", rule.SucceededIndexes, $"error parsing succeededIndexes: {complaint}");
            errors.NonNegative("succeededCount", rule.SucceededCount);
            if (rule.SucceededCount > spec.Completions)
                errors.Invalid("succeededCount", rule.SucceededCount, $"must be less than or equal to {spec.Completions} (the number of specified completions)");
            if (rule.SucceededIndexes is not null && rule.SucceededCount > indexes)
                errors.Invalid("succeededCount", rule.SucceededCount, $"must be less than or equal to {indexes} (the number of indexes in the specified succeededIndexes field)");
        }
    }

    /// <summary>What is wrong with a list such as <c>1,3-5</c>, if anything, and how many indexes it names.</summary>
    private static string? Indexes(string text, int completions, out int total)
    {
        (total, var last, var sum) = (0, -1, 0);
        if (text.Length == 0) return null;
        foreach (var interval in text.Split(','))
        {
            var limits = interval.Split('-');
            if (limits.Length > 2) return $"the fragment \"{interval}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            var first = last;
            for (var i = 0; i < limits.Length; i++)
            {
                if (!int.TryParse(limits[i], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var index))
                    return $"cannot convert string to integer for index: \"{limits[i]}\"";
                if (index >= completions) return $"too large index: \"{limits[i]}\"";
                if (last >= index) return $"non-increasing order, previous: {last}, current: {index}";
                if (i == 0) first = index;
                last = index;
            }

            sum += last - first + 1;
        }

        total = sum;
        return null;
    }
}

using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Model.Validation;

/// <summary>Cron jobs: the schedule must be one, the time zone known, the template that of a job.</summary>
internal static class CronJobValidation
{
    /// <summary>Room for the suffix of its jobs' names within a label.</summary>
    private const int MaximumName = 52;

    public static void Validate(CronJob job, FieldErrors errors)
    {
        if (job.Metadata.Name.Length > MaximumName) errors.Invalid("metadata.name", job.Metadata.Name, $"must be no more than {MaximumName} characters");
        using var _ = errors.At("spec");
        var spec = job.Spec;
        if (spec.Schedule.Length == 0) errors.Required("schedule");
        else if (CronSchedule.Complaint(spec.Schedule) is { } complaint) errors.Invalid("schedule", spec.Schedule, complaint);
        if (spec.Schedule.Contains("TZ", StringComparison.Ordinal))
            errors.Invalid("schedule", spec.Schedule, spec.TimeZone is null
                ? "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
                : "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        TimeZone(spec.TimeZone, errors);
        errors.NonNegative("startingDeadlineSeconds", spec.StartingDeadlineSeconds);
        Rules.OneOf("concurrencyPolicy", spec.ConcurrencyPolicy, errors, ConcurrencyPolicy.Allow, ConcurrencyPolicy.Forbid, ConcurrencyPolicy.Replace);
        Template(spec.JobTemplate, errors);
        errors.NonNegative("successfulJobsHistoryLimit", spec.SuccessfulJobsHistoryLimit);
        errors.NonNegative("failedJobsHistoryLimit", spec.FailedJobsHistoryLimit);
    }

    private static void TimeZone(string? zone, FieldErrors errors)
    {
        if (zone is null) return;
        if (zone.Length == 0) errors.Invalid("timeZone", zone, "timeZone must be nil or non-empty string");
        else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase)) errors.Invalid("timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? _)) errors.Invalid("timeZone", zone, $"unknown time zone {zone}");
    }

    private static void Template(JobTemplateSpec template, FieldErrors errors)
    {
        using var _ = errors.At("jobTemplate");
        using var __ = errors.At("spec");
        JobValidation.Validate(template.Spec, errors);
        if (template.Spec.Selector is not null) errors.Invalid("selector", template.Spec.Selector, "`selector` will be auto-generated");
        if (template.Spec.ManualSelector == true) errors.NotSupported("manualSelector", true, "nil", "false");
    }
}

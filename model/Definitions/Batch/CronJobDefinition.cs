using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>cronjobs: jobs by the clock.</summary>
public sealed class CronJobDefinition : ResourceDefinition<CronJob>
{
    public override string Plural => "cronjobs";

    public override IReadOnlyList<string> ShortNames => ["cj"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Schedule", "string", "When it makes jobs, as cron writes it.", static c => c.Spec.Schedule),
        Column("Timezone", "string", "The time zone of the schedule.", static c => Cells.OrNone(c.Spec.TimeZone)),
        Column("Suspend", "boolean", "Whether it rests.", static c => c.Spec.Suspend == true ? "True" : "False"),
        Column("Active", "integer", "How many of its jobs run.", static c => c.Status.Active.Count),
        new("Last Schedule", "string", "How long ago it last made a job.", static (o, now) =>
            ((CronJob)o).Status.LastScheduleTime is { } last ? HumanDuration.Age(last, now) : Cells.None),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static c => Cells.ContainerNames(c.Spec.JobTemplate.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static c => Cells.Images(c.Spec.JobTemplate.Spec.Template.Spec)),
        Wide("Selector", "The labels of its pods.", static c => Cells.Selector(c.Spec.JobTemplate.Spec.Selector)),
    ];

    protected override CronJob Default(CronJob value)
    {
        var spec = value.Spec;
        var template = PodDefaults.Default(spec.JobTemplate.Spec.Template);
        var isComplete = spec is { ConcurrencyPolicy.Length: > 0, Suspend: not null, SuccessfulJobsHistoryLimit: not null, FailedJobsHistoryLimit: not null }
            && ReferenceEquals(template, spec.JobTemplate.Spec.Template);
        return isComplete ? value : value with
        {
            Spec = spec with
            {
                ConcurrencyPolicy = spec.ConcurrencyPolicy.Or(ConcurrencyPolicy.Allow),
                Suspend = spec.Suspend ?? false,
                SuccessfulJobsHistoryLimit = spec.SuccessfulJobsHistoryLimit ?? 3,
                FailedJobsHistoryLimit = spec.FailedJobsHistoryLimit ?? 1,
                JobTemplate = spec.JobTemplate with { Spec = spec.JobTemplate.Spec with { Template = template } },
            },
        };
    }

    protected override CronJob WithStatusOf(CronJob target, CronJob source) => target with { Status = source.Status };

    protected override void Validate(CronJob value, FieldErrors errors) => CronJobValidation.Validate(value, errors);

    protected override IEnumerable<string> Warnings(CronJob value, CronJob? old)
    {
        var template = PodWarnings.OfTemplate(value.Spec.JobTemplate.Spec.Template, old?.Spec.JobTemplate.Spec.Template, "spec.jobTemplate.spec.template");
        return PodWarnings.OfName(value.Metadata.Name, old).Concat(template);
    }
}

using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>jobs: pods that run until so many have succeeded.</summary>
public sealed class JobDefinition : ResourceDefinition<Job>
{
    public override string Plural => "jobs";

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool OrphansByDefault => true;

    public override string OrphanWarning =>
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Status", "string", "Running, or how it ended.", Status),
        Column("Completions", "string", "How many pods have succeeded of those that must.", Completions),
        new("Duration", "string", "How long it has run.", static (o, now) => Duration((Job)o, now)),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static j => Cells.ContainerNames(j.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static j => Cells.Images(j.Spec.Template.Spec)),
        Wide("Selector", "The labels of its pods.", static j => Cells.Selector(j.Spec.Selector)),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(("status.successful", static j => Cells.Number(j.Status.Succeeded)));

    protected override Job Default(Job value)
    {
        var spec = JobDefaults.Default(value.Spec);
        var labels = value.Metadata.Labels.Count == 0 ? spec.Template.Metadata.Labels : value.Metadata.Labels;
        return ReferenceEquals(spec, value.Spec) && labels.Count == value.Metadata.Labels.Count
            ? value
            : value with { Spec = spec, Metadata = value.Metadata with { Labels = labels } };
    }

    protected override Job WithStatusOf(Job target, Job source) => target with { Status = source.Status };

    protected override void Validate(Job value, FieldErrors errors)
    {
        using (errors.At("spec"))
        {
            JobValidation.Validate(value.Spec, errors);
            var before = errors.Count;
            if (value.Spec.Selector is null) errors.Required("selector");
            LabelSelectorValidation.Validate("selector", value.Spec.Selector, errors);
            if (errors.Count == before) PodTemplateValidation.Matches(value.Spec.Selector, value.Spec.Template, errors);
        }
    }

    protected override void ValidateCreate(Job value, FieldErrors errors) => JobSelectorValidation.Validate(value, JobDefaults.Labels(value), errors);

    protected override void ValidateUpdate(Job value, Job old, FieldErrors errors)
    {
        JobSelectorValidation.Validate(value, JobDefaults.LabelsSince(value, old), errors);
        JobUpdateValidation.Validate(value.Spec, old, errors);
    }

    protected override void ValidateStatusUpdate(Job value, Job old, FieldErrors errors) => JobStatusValidation.Validate(value, old, errors);

    protected override IEnumerable<string> Warnings(Job value, Job? old) =>
        PodWarnings.OfName(value.Metadata.Name, old).Concat(PodWarnings.OfTemplate(value.Spec.Template, old?.Spec.Template, "spec.template"));

    /// <summary>Labels and selector by which the job finds its own pods; its uid must have been set.</summary>
    protected override Job PrepareForCreate(Job value) => value.Metadata.Uid.Length == 0 ? value : JobDefaults.WithSelector(value);

    private static string Status(Job job)
    {
        if (Has(job, JobConditionType.Complete)) return "Complete";
        if (Has(job, JobConditionType.Failed)) return "Failed";
        if (job.Metadata.DeletionTimestamp is not null) return "Terminating";
        if (Has(job, JobConditionType.Suspended)) return "Suspended";
        if (Has(job, JobConditionType.FailureTarget)) return "FailureTarget";
        return Has(job, JobConditionType.SuccessCriteriaMet) ? "SuccessCriteriaMet" : "Running";
    }

    private static bool Has(Job job, string condition) => job.Status.Conditions.Any(c => c.Type == condition && c.Status == Core.ConditionStatus.True);

    private static string Completions(Job job)
    {
        if (job.Spec.Completions is { } wanted) return $"{job.Status.Succeeded}/{wanted}";
        return job.Spec.Parallelism is > 1 and var parallel ? $"{job.Status.Succeeded}/1 of {parallel}" : $"{job.Status.Succeeded}/1";
    }

    private static string Duration(Job job, DateTimeOffset now) =>
        job.Status.StartTime is not { } start ? "" : HumanDuration.Format((job.Status.CompletionTime ?? now) - start);
}

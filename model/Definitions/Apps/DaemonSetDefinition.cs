using System.Globalization;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>daemonsets: a pod on every node that fits.</summary>
public sealed class DaemonSetDefinition : ResourceDefinition<DaemonSet>
{
    /// <summary>Counts changes of the template. Clients have seen it since it was a field; pods have it as a label.</summary>
    public const string TemplateGenerationAnnotation = "deprecated.daemonset.template.generation";

    public override string Plural => "daemonsets";

    public override IReadOnlyList<string> ShortNames => ["ds"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Desired", "integer", "On how many nodes it should run.", static d => d.Status.DesiredNumberScheduled),
        Column("Current", "integer", "On how many of them it runs.", static d => d.Status.CurrentNumberScheduled),
        Column("Ready", "integer", "On how many of them it is ready.", static d => d.Status.NumberReady),
        Column("Up-to-date", "integer", "On how many of them it runs the latest template.", static d => d.Status.UpdatedNumberScheduled),
        Column("Available", "integer", "On how many of them it has been ready for long enough.", static d => d.Status.NumberAvailable),
        Column("Node Selector", "string", "The labels of the nodes that it wants.", static d => Cells.Labels(d.Spec.Template.Spec.NodeSelector)),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static d => Cells.ContainerNames(d.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static d => Cells.Images(d.Spec.Template.Spec)),
        Wide("Selector", "The labels of its pods.", static d => Cells.Selector(d.Spec.Selector)),
    ];

    public override bool ChangesDesiredState(KubeObject value, KubeObject old) =>
        base.ChangesDesiredState(value, old) || !Structural.Equal(value.Metadata.Annotations, old.Metadata.Annotations);

    protected override DaemonSet Default(DaemonSet value)
    {
        value = WithTemplateGeneration(value, TemplateGeneration(value));
        var spec = value.Spec;
        var template = PodDefaults.Default(spec.Template);
        var strategy = Default(spec.UpdateStrategy);
        return spec.RevisionHistoryLimit is not null && ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.UpdateStrategy)
            ? value
            : value with { Spec = spec with { Template = template, UpdateStrategy = strategy, RevisionHistoryLimit = spec.RevisionHistoryLimit ?? 10 } };
    }

    protected override DaemonSet WithStatusOf(DaemonSet target, DaemonSet source) => target with { Status = source.Status };

    protected override DaemonSet PrepareForCreate(DaemonSet value) => WithTemplateGeneration(value, Math.Max(1, TemplateGeneration(value)));

    protected override DaemonSet PrepareForUpdate(DaemonSet value, DaemonSet old) =>
        WithTemplateGeneration(value, TemplateGeneration(old) + (Structural.Equal(value.Spec.Template, old.Spec.Template) ? 0 : 1));

    protected override void Validate(DaemonSet value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        LabelSelectorValidation.Validate("selector", spec.Selector, errors);
        if (errors.Count == 0) PodTemplateValidation.Matches(spec.Selector, spec.Template, errors);
        if (spec.Selector is { } selector && LabelSelectorValidation.IsEmpty(selector)) errors.Invalid("selector", selector, "empty selector is invalid for daemonset");
        PodTemplateValidation.ValidateOfService(spec.Template, "DaemonSet", errors);
        errors.NonNegative("minReadySeconds", spec.MinReadySeconds);
        errors.NonNegative("revisionHistoryLimit", spec.RevisionHistoryLimit);
        using var __ = errors.At("updateStrategy");
        if (spec.UpdateStrategy.Type == DaemonSetUpdateStrategyType.OnDelete) return;
        if (spec.UpdateStrategy.Type != DaemonSetUpdateStrategyType.RollingUpdate)
            errors.NotSupported("", spec.UpdateStrategy, DaemonSetUpdateStrategyType.RollingUpdate, DaemonSetUpdateStrategyType.OnDelete);
        else if (spec.UpdateStrategy.RollingUpdate is null) errors.Required("rollingUpdate");
        else
            using (errors.At("rollingUpdate")) RollingUpdate(spec.UpdateStrategy.RollingUpdate, errors);
    }

    protected override void ValidateUpdate(DaemonSet value, DaemonSet old, FieldErrors errors) =>
        errors.Immutable("spec.selector", value.Spec.Selector, old.Spec.Selector);

    protected override void ValidateStatusUpdate(DaemonSet value, DaemonSet old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var status = value.Status;
        errors.NonNegative("currentNumberScheduled", status.CurrentNumberScheduled);
        errors.NonNegative("numberMisscheduled", status.NumberMisscheduled);
        errors.NonNegative("desiredNumberScheduled", status.DesiredNumberScheduled);
        errors.NonNegative("numberReady", status.NumberReady);
        errors.NonNegative("observedGeneration", status.ObservedGeneration);
        errors.NonNegative("updatedNumberScheduled", status.UpdatedNumberScheduled);
        errors.NonNegative("numberAvailable", status.NumberAvailable);
        errors.NonNegative("numberUnavailable", status.NumberUnavailable);
        errors.NonNegative("collisionCount", status.CollisionCount);
    }

    protected override IEnumerable<string> Warnings(DaemonSet value, DaemonSet? old) => PodWarnings.OfTemplate(value.Spec.Template, old?.Spec.Template, "spec.template");

    private static long TemplateGeneration(DaemonSet value) =>
        long.TryParse(value.Metadata.Annotations.GetValueOrDefault(TemplateGenerationAnnotation), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DaemonSet WithTemplateGeneration(DaemonSet value, long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return value.Metadata.Annotations.GetValueOrDefault(TemplateGenerationAnnotation) == text
            ? value
            : value with { Metadata = value.Metadata with { Annotations = value.Metadata.Annotations.With(TemplateGenerationAnnotation, text) } };
    }

    private static DaemonSetUpdateStrategy Default(DaemonSetUpdateStrategy strategy)
    {
        var type = strategy.Type.Or(DaemonSetUpdateStrategyType.RollingUpdate);
        if (type != DaemonSetUpdateStrategyType.RollingUpdate) return strategy;
        if (strategy is { Type.Length: > 0, RollingUpdate: { MaxSurge: not null, MaxUnavailable: not null } }) return strategy;
        return new()
        {
            Type = type,
            RollingUpdate = new() { MaxUnavailable = strategy.RollingUpdate?.MaxUnavailable ?? 1, MaxSurge = strategy.RollingUpdate?.MaxSurge ?? 0 },
        };
    }

    private static void RollingUpdate(RollingUpdateDaemonSet update, FieldErrors errors)
    {
        RolloutValidation.CountOrShare("maxUnavailable", update.MaxUnavailable, errors);
        RolloutValidation.CountOrShare("maxSurge", update.MaxSurge, errors);
        RolloutValidation.AtMostAll("maxUnavailable", update.MaxUnavailable, errors);
        RolloutValidation.AtMostAll("maxSurge", update.MaxSurge, errors);
        var (unavailable, surge) = (RolloutValidation.Amount(update.MaxUnavailable), RolloutValidation.Amount(update.MaxSurge));
        if (unavailable != 0 && surge != 0) errors.Invalid("maxSurge", update.MaxSurge, "may not be set when maxUnavailable is non-zero");
        if (unavailable == 0 && surge == 0) errors.Required("maxUnavailable", "cannot be 0 when maxSurge is 0");
    }
}

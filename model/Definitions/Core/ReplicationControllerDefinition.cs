using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>replicationcontrollers: the ancestor of replica sets; its selector is a plain map that follows the template's labels.</summary>
public sealed class ReplicationControllerDefinition : ResourceDefinition<ReplicationController>
{
    public override string Plural => "replicationcontrollers";

    public override IReadOnlyList<string> ShortNames => ["rc"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool OrphansByDefault => true;

    public override ScaleAccess Scale { get; } = new(
        static o => ((ReplicationController)o).Spec.Replicas ?? 1,
        static o => ((ReplicationController)o).Status.Replicas,
        static o => ((ReplicationController)o).Spec.Selector is { Count: > 0 } selector ? Cells.Labels(selector) : "",
        static (o, replicas) => (ReplicationController)o is var controller ? controller with { Spec = controller.Spec with { Replicas = replicas } } : o);

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Desired", "integer", "How many pods are wanted.", static r => r.Spec.Replicas ?? 1),
        Column("Current", "integer", "How many there are.", static r => r.Status.Replicas),
        Column("Ready", "integer", "How many of them are ready.", static r => r.Status.ReadyReplicas),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static r => r.Spec.Template is { } t ? Cells.ContainerNames(t.Spec) : ""),
        Wide("Images", "The images of its template.", static r => r.Spec.Template is { } t ? Cells.Images(t.Spec) : ""),
        Wide("Selector", "The labels of its pods.", static r => Cells.Labels(r.Spec.Selector)),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } =
        Fields(("status.replicas", static r => Cells.Number(r.Status.Replicas)));

    protected override ReplicationController Default(ReplicationController value)
    {
        var template = value.Spec.Template is { } given ? PodDefaults.Default(given) : null;
        var labels = template?.Metadata.Labels ?? EmptyMap<string>.Value;
        var selector = value.Spec.Selector.Count == 0 ? labels : value.Spec.Selector;
        var own = value.Metadata.Labels.Count == 0 ? labels : value.Metadata.Labels;
        var isComplete = value.Spec.Replicas is not null && ReferenceEquals(template, value.Spec.Template)
            && selector.Count == value.Spec.Selector.Count && own.Count == value.Metadata.Labels.Count;
        return isComplete ? value : value with
        {
            Metadata = value.Metadata with { Labels = own },
            Spec = value.Spec with { Replicas = value.Spec.Replicas ?? 1, Template = template, Selector = selector },
        };
    }

    protected override ReplicationController WithStatusOf(ReplicationController target, ReplicationController source) => target with { Status = source.Status };

    protected override void Validate(ReplicationController value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        errors.NonNegative("minReadySeconds", spec.MinReadySeconds);
        if (spec.Selector.Count == 0) errors.Required("selector");
        errors.NonNegative("replicas", spec.Replicas);
        if (spec.Template is null)
        {
            errors.Required("template");
            return;
        }

        var labels = spec.Template.Metadata.Labels;
        if (spec.Selector.Any(p => !labels.TryGetValue(p.Key, out var label) || label != p.Value))
            errors.Invalid("template.metadata.labels", labels, "`selector` does not match template `labels`");
        PodTemplateValidation.ValidateOfService(spec.Template, "ReplicationController", errors);
    }

    protected override void ValidateStatusUpdate(ReplicationController value, ReplicationController old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var status = value.Status;
        errors.NonNegative("replicas", status.Replicas);
        errors.NonNegative("fullyLabeledReplicas", status.FullyLabeledReplicas);
        errors.NonNegative("readyReplicas", status.ReadyReplicas);
        errors.NonNegative("availableReplicas", status.AvailableReplicas);
        errors.NonNegative("observedGeneration", status.ObservedGeneration);
        errors.NotAbove("fullyLabeledReplicas", status.FullyLabeledReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.ReadyReplicas, "readyReplicas");
    }

    protected override IEnumerable<string> Warnings(ReplicationController value, ReplicationController? old) =>
        value.Spec.Template is { } template ? PodWarnings.OfTemplate(template, old?.Spec.Template, "spec.template") : [];
}

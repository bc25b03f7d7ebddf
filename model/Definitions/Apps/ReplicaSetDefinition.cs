using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>replicasets: so many pods of one template.</summary>
public sealed class ReplicaSetDefinition : ResourceDefinition<ReplicaSet>
{
    public override string Plural => "replicasets";

    public override IReadOnlyList<string> ShortNames => ["rs"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override ScaleAccess Scale { get; } = new(
        static o => ((ReplicaSet)o).Spec.Replicas ?? 1,
        static o => ((ReplicaSet)o).Status.Replicas,
        static o => ScaleAccess.SelectorText(((ReplicaSet)o).Spec.Selector),
        static (o, replicas) => (ReplicaSet)o is var set ? set with { Spec = set.Spec with { Replicas = replicas } } : o);

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Desired", "integer", "How many pods are wanted.", static r => r.Spec.Replicas ?? 1),
        Column("Current", "integer", "How many there are.", static r => r.Status.Replicas),
        Column("Ready", "integer", "How many of them are ready.", static r => r.Status.ReadyReplicas),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static r => Cells.ContainerNames(r.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static r => Cells.Images(r.Spec.Template.Spec)),
        Wide("Selector", "The labels of its pods.", static r => Cells.Selector(r.Spec.Selector)),
    ];

    protected override ReplicaSet Default(ReplicaSet value)
    {
        var template = PodDefaults.Default(value.Spec.Template);
        return value.Spec.Replicas is not null && ReferenceEquals(template, value.Spec.Template)
            ? value
            : value with { Spec = value.Spec with { Replicas = value.Spec.Replicas ?? 1, Template = template } };
    }

    /// <summary>The gate of terminatingReplicas is off in Kubernetes 1.33: the field stays only where it is already.</summary>
    public override KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old)
    {
        var status = ((ReplicaSet)value).Status;
        if (((ReplicaSet)old).Status.TerminatingReplicas is null) status = status with { TerminatingReplicas = null };
        return base.PrepareForStatusUpdate((ReplicaSet)value with { Status = status }, old);
    }

    protected override ReplicaSet WithStatusOf(ReplicaSet target, ReplicaSet source) => target with { Status = source.Status };

    protected override void Validate(ReplicaSet value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        errors.NonNegative("replicas", value.Spec.Replicas);
        errors.NonNegative("minReadySeconds", value.Spec.MinReadySeconds);
        if (PodTemplateValidation.Selector(value.Spec.Selector, value.Spec.Template, "empty selector is invalid for deployment", "invalid label selector", errors))
            PodTemplateValidation.ValidateOfService(value.Spec.Template, "ReplicaSet", errors);
    }

    protected override void ValidateUpdate(ReplicaSet value, ReplicaSet old, FieldErrors errors) =>
        errors.Immutable("spec.selector", value.Spec.Selector, old.Spec.Selector);

    protected override void ValidateStatusUpdate(ReplicaSet value, ReplicaSet old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var status = value.Status;
        errors.NonNegative("replicas", status.Replicas);
        errors.NonNegative("fullyLabeledReplicas", status.FullyLabeledReplicas);
        errors.NonNegative("readyReplicas", status.ReadyReplicas);
        errors.NonNegative("availableReplicas", status.AvailableReplicas);
        errors.NonNegative("observedGeneration", status.ObservedGeneration);
        errors.NonNegative("terminatingReplicas", status.TerminatingReplicas);
        errors.NotAbove("fullyLabeledReplicas", status.FullyLabeledReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.ReadyReplicas, "readyReplicas");
    }

    protected override IEnumerable<string> Warnings(ReplicaSet value, ReplicaSet? old) => PodWarnings.OfTemplate(value.Spec.Template, old?.Spec.Template, "spec.template");
}

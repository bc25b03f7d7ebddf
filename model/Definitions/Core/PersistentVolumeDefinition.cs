using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>persistentvolumes: pieces of storage that claims are bound to.</summary>
public sealed class PersistentVolumeDefinition : ResourceDefinition<PersistentVolume>
{
    public override string Plural => "persistentvolumes";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["pv"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Capacity", "string", "How much it holds.", static v => Volumes.Capacity(v.Spec.Capacity)),
        Column("Access Modes", "string", "How it may be mounted.", static v => Volumes.AccessModes(v.Spec.AccessModes)),
        Column("Reclaim Policy", "string", "What becomes of it after its claim.", static v => v.Spec.PersistentVolumeReclaimPolicy),
        Column("Status", "string", "Available, Bound, Released or Failed.", static v => v.Metadata.DeletionTimestamp is null ? v.Status.Phase : "Terminating"),
        Column("Claim", "string", "The claim that it is bound to.", static v => v.Spec.ClaimRef is { } c ? $"{c.Namespace}/{c.Name}" : ""),
        Column("StorageClass", "string", "The class that it belongs to.", static v => v.Spec.StorageClassName),
        Column("VolumeAttributesClass", "string", "The class of its attributes.", static v => v.Spec.VolumeAttributesClassName ?? Cells.Unset),
        Column("Reason", "string", "Why it is in its state.", static v => v.Status.Reason),
        TableColumn.Age,
        Wide("VolumeMode", "Filesystem or Block.", static v => v.Spec.VolumeMode ?? Cells.Unset),
    ];

    protected override PersistentVolume Default(PersistentVolume value)
    {
        var spec = PersistentVolumeDefaults.Default(value.Spec);
        if (ReferenceEquals(spec, value.Spec) && value.Status.Phase.Length > 0) return value;
        return value with { Spec = spec, Status = value.Status with { Phase = value.Status.Phase.Or(PersistentVolumePhase.Pending) } };
    }

    protected override PersistentVolume WithStatusOf(PersistentVolume target, PersistentVolume source) => target with { Status = source.Status };

    public override KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old)
    {
        var (changed, known) = ((PersistentVolume)base.PrepareForStatusUpdate(value, old), ((PersistentVolume)old).Status);
        return changed.Status.LastPhaseTransitionTime is not null || changed.Status.Phase != known.Phase
            ? changed
            : changed with { Status = changed.Status with { LastPhaseTransitionTime = known.LastPhaseTransitionTime } };
    }

    protected override PersistentVolume PrepareForCreate(PersistentVolume value) => value with
    {
        Spec = value.Spec with { VolumeAttributesClassName = null },
        Status = new() { Phase = PersistentVolumePhase.Pending, LastPhaseTransitionTime = value.Metadata.CreationTimestamp },
    };

    /// <summary>Classes of attributes are not to be had (the gate <c>VolumeAttributesClass</c> is off in 1.33): a volume without one gets none.</summary>
    protected override PersistentVolume PrepareForUpdate(PersistentVolume value, PersistentVolume old) =>
        old.Spec.VolumeAttributesClassName is null && value.Spec.VolumeAttributesClassName is not null ? value with { Spec = value.Spec with { VolumeAttributesClassName = null } } : value;

    protected override void Validate(PersistentVolume value, FieldErrors errors)
    {
        using (errors.At("spec")) PersistentVolumeValidation.Validate(value.Spec, value.Metadata.Name, errors);
    }

    protected override void ValidateUpdate(PersistentVolume value, PersistentVolume old, FieldErrors errors) =>
        PersistentVolumeValidation.ValidateUpdate(value.Spec, old.Spec, errors);

    protected override IEnumerable<string> Warnings(PersistentVolume value, PersistentVolume? old) => VolumeWarnings.Of(value);
}

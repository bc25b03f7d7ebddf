using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>persistentvolumeclaims: storage that pods of a namespace may mount.</summary>
public sealed class PersistentVolumeClaimDefinition : ResourceDefinition<PersistentVolumeClaim>
{
    public override string Plural => "persistentvolumeclaims";

    public override IReadOnlyList<string> ShortNames => ["pvc"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Status", "string", "Pending, Bound or Lost.", static c => c.Metadata.DeletionTimestamp is null ? c.Status.Phase : "Terminating"),
        Column("Volume", "string", "The volume that it is bound to.", static c => c.Spec.VolumeName),
        Column("Capacity", "string", "How much the volume holds.", static c => c.Spec.VolumeName.Length > 0 ? Volumes.Capacity(c.Status.Capacity) : ""),
        Column("Access Modes", "string", "How it may be mounted.", static c => c.Spec.VolumeName.Length > 0 ? Volumes.AccessModes(c.Status.AccessModes) : ""),
        Column("StorageClass", "string", "The class that it asks for.", static c => c.Spec.StorageClassName ?? ""),
        Column("VolumeAttributesClass", "string", "The class of the volume's attributes.", static c => c.Spec.VolumeAttributesClassName ?? Cells.Unset),
        TableColumn.Age,
        Wide("VolumeMode", "Filesystem or Block.", static c => c.Spec.VolumeMode ?? Cells.Unset),
    ];

    protected override PersistentVolumeClaim Default(PersistentVolumeClaim value)
    {
        if (value is { Spec.VolumeMode: not null, Status.Phase.Length: > 0 }) return value;
        return value with
        {
            Spec = value.Spec with { VolumeMode = value.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem },
            Status = value.Status with { Phase = value.Status.Phase.Or(PersistentVolumeClaimPhase.Pending) },
        };
    }

    protected override PersistentVolumeClaim WithStatusOf(PersistentVolumeClaim target, PersistentVolumeClaim source) => target with { Status = source.Status };

    protected override PersistentVolumeClaim PrepareForCreate(PersistentVolumeClaim value) => value with
    {
        Status = new() { Phase = PersistentVolumeClaimPhase.Pending },
        Spec = WithSources(value.Spec) with { VolumeAttributesClassName = null },
    };

    protected override PersistentVolumeClaim PrepareForUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old) => value with
    {
        Spec = WithSources(value.Spec) with { VolumeAttributesClassName = old.Spec.VolumeAttributesClassName is null ? null : value.Spec.VolumeAttributesClassName },
    };

    /// <summary>Classes of attributes are not to be had (the gate <c>VolumeAttributesClass</c> is off in 1.33): what a claim does not have of them it does not get.</summary>
    public override KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old)
    {
        var (changed, known) = ((PersistentVolumeClaim)base.PrepareForStatusUpdate(value, old), ((PersistentVolumeClaim)old).Status);
        return changed with
        {
            Status = changed.Status with
            {
                CurrentVolumeAttributesClassName = known.CurrentVolumeAttributesClassName is null ? null : changed.Status.CurrentVolumeAttributesClassName,
                ModifyVolumeStatus = known.ModifyVolumeStatus is null ? null : changed.Status.ModifyVolumeStatus,
            },
        };
    }

    protected override void Validate(PersistentVolumeClaim value, FieldErrors errors)
    {
        using (errors.At("spec")) ClaimValidation.Spec(value.Spec, errors);
    }

    protected override void ValidateUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrors errors) => ClaimUpdateValidation.Validate(value, old, errors);

    protected override void ValidateStatusUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrors errors) => ClaimValidation.Status(value.Status, errors);

    protected override IEnumerable<string> Warnings(PersistentVolumeClaim value, PersistentVolumeClaim? old) => VolumeWarnings.Of(value);

    /// <summary>
    /// Both ways of naming a source name the same one. The older way takes only claims and snapshots, and anything else is as if it were not there, as is
    /// a source of another namespace.
    /// </summary>
    private static PersistentVolumeClaimSpec WithSources(PersistentVolumeClaimSpec spec)
    {
        var reference = string.IsNullOrEmpty(spec.DataSourceRef?.Namespace) ? spec.DataSourceRef : null;
        var source = reference is not null || IsClaimOrSnapshot(spec.DataSource) ? spec.DataSource : null;
        reference ??= source is null ? null : new() { ApiGroup = source.ApiGroup, Kind = source.Kind, Name = source.Name };
        source ??= reference is null ? null : new() { ApiGroup = reference.ApiGroup, Kind = reference.Kind, Name = reference.Name };
        return spec with { DataSource = source, DataSourceRef = reference };
    }

    private static bool IsClaimOrSnapshot(TypedLocalObjectReference? source) => source is
        { Kind: "PersistentVolumeClaim", ApiGroup: null or "" } or { Kind: "VolumeSnapshot", ApiGroup: "snapshot.storage.k8s.io" };
}

using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>volumeattachments: the wish to attach a volume to a node.</summary>
public sealed class VolumeAttachmentDefinition : ResourceDefinition<VolumeAttachment>
{
    public override string Plural => "volumeattachments";

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    public override bool ReturnsDeleted => true;

    protected override bool StatusKeepsMetadata => true;

    public override bool HasGeneration => false;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Attacher", "string", "The driver that attaches it.", static a => a.Spec.Attacher) with { Format = "name" },
        Column("PV", "string", "The volume.", static a => a.Spec.Source.PersistentVolumeName ?? ""),
        Column("Node", "string", "The node.", static a => a.Spec.NodeName),
        Column("Attached", "boolean", "Whether it is attached.", static a => a.Status.Attached),
        TableColumn.Age,
    ];

    protected override VolumeAttachment WithStatusOf(VolumeAttachment target, VolumeAttachment source) => target with { Status = source.Status };

    protected override void Validate(VolumeAttachment value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        VolumeValidation.DriverName("attacher", value.Spec.Attacher, errors);
        var source = value.Spec.Source;
        if (source.PersistentVolumeName is null && source.InlineVolumeSpec is null) errors.Required("source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (source.PersistentVolumeName is not null && source.InlineVolumeSpec is not null)
            errors.Invalid("source", source, "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (source.PersistentVolumeName is "") errors.Required("source.persistentVolumeName", "must specify non empty persistentVolumeName");
        else if (source.PersistentVolumeName is { } volume) errors.InvalidEach("source.persistentVolumeName", volume, Names.DnsSubdomain(volume));
        errors.InvalidEach("nodeName", value.Spec.NodeName, Names.DnsSubdomain(value.Spec.NodeName));
    }

    protected override void ValidateUpdate(VolumeAttachment value, VolumeAttachment old, FieldErrors errors)
    {
        if (!Structural.Equal(value.Spec, old.Spec)) errors.Invalid("spec", value.Spec, "field is immutable");
    }
}

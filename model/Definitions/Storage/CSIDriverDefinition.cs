using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>csidrivers: storage drivers that are installed, and what they need of the cluster.</summary>
public sealed class CSIDriverDefinition : ResourceDefinition<CSIDriver>
{
    public override string Plural => "csidrivers";

    public override bool Namespaced => false;

    public override bool AllowsUnconditionalUpdate => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("AttachRequired", "boolean", "Whether volumes are attached before they are mounted.", static d => d.Spec.AttachRequired ?? true),
        Column("PodInfoOnMount", "boolean", "Whether it is told which pod mounts.", static d => d.Spec.PodInfoOnMount ?? false),
        Column("StorageCapacity", "boolean", "Whether it publishes how much room there is.", static d => d.Spec.StorageCapacity ?? false),
        Column("TokenRequests", "string", "The audiences of tokens that it is given.", static d => d.Spec.TokenRequests.Count == 0 ? Cells.Unset : string.Join(",", d.Spec.TokenRequests.Select(static t => t.Audience))),
        Column("RequiresRepublish", "boolean", "Whether volumes are published again and again.", static d => d.Spec.RequiresRepublish ?? false),
        Column("Modes", "string", "The lives that its volumes may have.", static d => Cells.Joined(d.Spec.VolumeLifecycleModes)),
        TableColumn.Age,
    ];

    protected override CSIDriver Default(CSIDriver value)
    {
        var spec = value.Spec;
        var isComplete = spec is
        {
            AttachRequired: not null, PodInfoOnMount: not null, StorageCapacity: not null, FsGroupPolicy: not null, RequiresRepublish: not null,
            SeLinuxMount: not null, VolumeLifecycleModes.Count: > 0,
        };
        return isComplete ? value : value with
        {
            Spec = spec with
            {
                AttachRequired = spec.AttachRequired ?? true,
                PodInfoOnMount = spec.PodInfoOnMount ?? false,
                StorageCapacity = spec.StorageCapacity ?? false,
                FsGroupPolicy = spec.FsGroupPolicy ?? FSGroupPolicy.ReadWriteOnceWithFSType,
                VolumeLifecycleModes = spec.VolumeLifecycleModes.Count == 0 ? [VolumeLifecycleMode.Persistent] : spec.VolumeLifecycleModes,
                RequiresRepublish = spec.RequiresRepublish ?? false,
                SeLinuxMount = spec.SeLinuxMount ?? false,
            },
        };
    }

    protected override void Validate(CSIDriver value, FieldErrors errors)
    {
        if (value.Metadata.Name.Length > 63) errors.TooLong("metadata.name", 63);
        using var _ = errors.At("spec");
        Rules.NoneOrOneOf("fsGroupPolicy", value.Spec.FsGroupPolicy, errors, FSGroupPolicy.File, FSGroupPolicy.None, FSGroupPolicy.ReadWriteOnceWithFSType);
        foreach (var mode in value.Spec.VolumeLifecycleModes)
            if (mode is not (VolumeLifecycleMode.Persistent or VolumeLifecycleMode.Ephemeral))
                errors.NotSupported("volumeLifecycleModes", mode, VolumeLifecycleMode.Persistent, VolumeLifecycleMode.Ephemeral);
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Spec.TokenRequests.Count; i++)
        {
            using var __ = errors.At("tokenRequests", i);
            var token = value.Spec.TokenRequests[i];
            if (!audiences.Add(token.Audience)) errors.Duplicate("audience", token.Audience);
            if (token.ExpirationSeconds < 600) errors.Invalid("expirationSeconds", token.ExpirationSeconds, "may not specify a duration less than 10 minutes");
            if (token.ExpirationSeconds > 1L << 32) errors.Invalid("expirationSeconds", token.ExpirationSeconds, "may not specify a duration larger than 2^32 seconds");
        }
    }

    protected override void ValidateUpdate(CSIDriver value, CSIDriver old, FieldErrors errors)
    {
        errors.Immutable("spec.attachedRequired", value.Spec.AttachRequired, old.Spec.AttachRequired);
        errors.Immutable("spec.volumeLifecycleModes", value.Spec.VolumeLifecycleModes, old.Spec.VolumeLifecycleModes);
    }
}

using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>csistoragecapacities: how much room a driver has for a class in a part of the cluster.</summary>
public sealed class CSIStorageCapacityDefinition : ResourceDefinition<CSIStorageCapacity>
{
    public override string Plural => "csistoragecapacities";

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } = [Column("Created At", "date", "When it was created.", static c => Timestamp.Text(c.Metadata.CreationTimestamp))];

    protected override void Validate(CSIStorageCapacity value, FieldErrors errors)
    {
        if (value.StorageClassName.Length == 0) errors.Required("storageClassName");
        else errors.InvalidEach("storageClassName", value.StorageClassName, Names.DnsSubdomain(value.StorageClassName));
        LabelSelectorValidation.Validate("nodeTopology", value.NodeTopology, errors);
        if (value.Capacity is { Sign: < 0 }) errors.Invalid("capacity", value.Capacity, "must be greater than or equal to 0");
    }

    protected override void ValidateUpdate(CSIStorageCapacity value, CSIStorageCapacity old, FieldErrors errors)
    {
        errors.Immutable("nodeTopology", value.NodeTopology, old.NodeTopology);
        errors.Immutable("storageClassName", value.StorageClassName, old.StorageClassName);
    }
}

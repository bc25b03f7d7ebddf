using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>csinodes: the storage drivers that run on a node of the same name.</summary>
public sealed class CSINodeDefinition : ResourceDefinition<CSINode>
{
    private const int MaximumNodeId = 256;

    public override string Plural => "csinodes";

    public override bool Namespaced => false;

    public override bool AllowsUnconditionalUpdate => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Drivers", "integer", "How many drivers run there.", static n => n.Spec.Drivers.Count),
        TableColumn.Age,
    ];

    /// <summary>Drivers come and go; one that stays is as it was.</summary>
    protected override void ValidateUpdate(CSINode value, CSINode old, FieldErrors errors)
    {
        foreach (var driver in value.Spec.Drivers)
            if (old.Spec.Drivers.Any(d => d.Name == driver.Name && !Structural.Equal(d, driver))) errors.Invalid("CSINodeDriver", driver, "field is immutable");
    }

    protected override void Validate(CSINode value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Spec.Drivers.Count; i++)
        {
            using var __ = errors.At("drivers", i);
            var driver = value.Spec.Drivers[i];
            VolumeValidation.DriverName("name", driver.Name, errors);
            if (driver.NodeID.Length == 0) errors.Required("nodeID");
            if (driver.NodeID.Length > MaximumNodeId) errors.Invalid("nodeID", driver.NodeID, $"must be {MaximumNodeId} characters or less");
            errors.NonNegative("allocatable.count", driver.Allocatable?.Count);
            if (!names.Add(driver.Name)) errors.Duplicate("name", driver.Name);
            var keys = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in driver.TopologyKeys)
            {
                if (!keys.Add(key)) errors.Duplicate("", key);
                if (key.Length == 0) errors.Required("topologyKeys");
                else errors.InvalidEach("topologyKeys", key, LabelRules.QualifiedName(key));
            }
        }
    }
}

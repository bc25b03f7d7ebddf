using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The Scale of an object, as patches and applies see it. No resource of its own.</summary>
public sealed class ScaleDefinition : ResourceDefinition<Scale>
{
    public static ScaleDefinition Instance { get; } = new();

    public override string Plural => "scales";

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("Desired", "integer", "How many replicas are wanted.", static (o, _) => ((Scale)o).Spec.Replicas),
        new("Available", "integer", "How many replicas there are.", static (o, _) => ((Scale)o).Status.Replicas),
        TableColumn.Age,
    ];

    protected override void Validate(Scale value, FieldErrors errors) => errors.NonNegative("spec.replicas", value.Spec.Replicas);
}

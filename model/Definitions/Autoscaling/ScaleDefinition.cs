using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The Scale of an object, as patches and applies see it. No resource of its own.</summary>
public sealed class ScaleDefinition : ResourceDefinition<Scale>
{
    public static ScaleDefinition Instance { get; } = new();

    public override string Plural => "scales";

    protected override void Validate(Scale value, FieldErrors errors) => errors.NonNegative("spec.replicas", value.Spec.Replicas);
}

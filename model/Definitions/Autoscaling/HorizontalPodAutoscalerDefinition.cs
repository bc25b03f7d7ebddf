using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>horizontalpodautoscalers of autoscaling/v2: the stored form of both versions.</summary>
public sealed class HorizontalPodAutoscalerDefinition : ResourceDefinition<HorizontalPodAutoscaler>
{
    public override string Plural => "horizontalpodautoscalers";

    public override IReadOnlyList<string> ShortNames => ["hpa"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override IReadOnlyList<TableColumn> Columns => AutoscalerColumns.Of(static o => (HorizontalPodAutoscaler)o);

    protected override HorizontalPodAutoscaler Default(HorizontalPodAutoscaler value) =>
        AutoscalerDefaults.Default(value.Spec) is var spec && ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };

    protected override HorizontalPodAutoscaler WithStatusOf(HorizontalPodAutoscaler target, HorizontalPodAutoscaler source) => target with { Status = source.Status };

    protected override void Validate(HorizontalPodAutoscaler value, FieldErrors errors)
    {
        using (errors.At("spec")) AutoscalerValidation.Validate(value.Spec, errors);
    }

    protected override void ValidateStatusUpdate(HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, FieldErrors errors)
    {
        errors.NonNegative("status.currentReplicas", value.Status.CurrentReplicas);
        errors.NonNegative("status.desiredReplicas", value.Status.DesiredReplicas);
    }
}

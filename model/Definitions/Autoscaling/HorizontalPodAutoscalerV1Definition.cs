using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>horizontalpodautoscalers of autoscaling/v1: a view of v2 that knows the cpu only and keeps the rest in annotations.</summary>
public sealed class HorizontalPodAutoscalerV1Definition : ResourceDefinition<HorizontalPodAutoscaler>
{
    public override string Plural => "horizontalpodautoscalers";

    public override IReadOnlyList<string> ShortNames => ["hpa"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override Type StoredType => typeof(Autoscaling.HorizontalPodAutoscaler);

    public override IReadOnlyList<TableColumn> Columns => AutoscalerColumns.Of(static o => AutoscalerConversion.ToV2((HorizontalPodAutoscaler)o));

    public override KubeObject ToStored(KubeObject value) => AutoscalerConversion.ToV2((HorizontalPodAutoscaler)value);

    public override KubeObject FromStored(KubeObject stored) => AutoscalerConversion.ToV1((Autoscaling.HorizontalPodAutoscaler)stored);

    protected override HorizontalPodAutoscaler Default(HorizontalPodAutoscaler value) =>
        value.Spec.MinReplicas is null ? value with { Spec = value.Spec with { MinReplicas = 1 } } : value;

    protected override HorizontalPodAutoscaler WithStatusOf(HorizontalPodAutoscaler target, HorizontalPodAutoscaler source) => target with { Status = source.Status };

    protected override void Validate(HorizontalPodAutoscaler value, FieldErrors errors)
    {
        using (errors.At("spec")) AutoscalerValidation.Validate(AutoscalerDefaults.Default(AutoscalerConversion.ToV2(value).Spec), errors);
    }

    protected override void ValidateStatusUpdate(HorizontalPodAutoscaler value, HorizontalPodAutoscaler old, FieldErrors errors)
    {
        errors.NonNegative("status.currentReplicas", value.Status.CurrentReplicas);
        errors.NonNegative("status.desiredReplicas", value.Status.DesiredReplicas);
    }
}

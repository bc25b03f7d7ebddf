using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>poddisruptionbudgets: how many pods an eviction must leave.</summary>
public sealed class PodDisruptionBudgetDefinition : ResourceDefinition<PodDisruptionBudget>
{
    public override string Plural => "poddisruptionbudgets";

    public override bool NeedsQualifiedFinalizers => false;

    public override IReadOnlyList<string> ShortNames => ["pdb"];

    public override bool HasStatus => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Min Available", "string", "How many pods must stay.", static b => b.Spec.MinAvailable?.Text ?? "N/A"),
        Column("Max Unavailable", "string", "How many pods may be missing.", static b => b.Spec.MaxUnavailable?.Text ?? "N/A"),
        Column("Allowed Disruptions", "integer", "How many pods may be evicted now.", static b => b.Status.DisruptionsAllowed),
        TableColumn.Age,
    ];

    protected override PodDisruptionBudget WithStatusOf(PodDisruptionBudget target, PodDisruptionBudget source) => target with { Status = source.Status };

    protected override void Validate(PodDisruptionBudget value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        if (spec.MinAvailable is not null && spec.MaxUnavailable is not null) errors.Invalid("", spec, "minAvailable and maxUnavailable cannot be both set");
        RolloutValidation.CountOrShare("minAvailable", spec.MinAvailable, errors);
        RolloutValidation.AtMostAll("minAvailable", spec.MinAvailable, errors);
        RolloutValidation.CountOrShare("maxUnavailable", spec.MaxUnavailable, errors);
        RolloutValidation.AtMostAll("maxUnavailable", spec.MaxUnavailable, errors);
        LabelSelectorValidation.Validate("selector", spec.Selector, errors);
        Rules.NoneOrOneOf("unhealthyPodEvictionPolicy", spec.UnhealthyPodEvictionPolicy, errors,
            UnhealthyPodEvictionPolicyType.AlwaysAllow, UnhealthyPodEvictionPolicyType.IfHealthyBudget);
    }

    protected override void ValidateStatusUpdate(PodDisruptionBudget value, PodDisruptionBudget old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        errors.NonNegative("disruptionsAllowed", value.Status.DisruptionsAllowed);
        errors.NonNegative("currentHealthy", value.Status.CurrentHealthy);
        errors.NonNegative("desiredHealthy", value.Status.DesiredHealthy);
        errors.NonNegative("expectedPods", value.Status.ExpectedPods);
    }
}

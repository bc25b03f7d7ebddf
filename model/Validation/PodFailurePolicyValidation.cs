using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a job does about pods that fail. The walk stands at the policy.</summary>
internal static class PodFailurePolicyValidation
{
    private const int MaximumRules = 20;
    private const int MaximumCodes = 255;

    public static void Validate(PodFailurePolicy policy, JobSpec spec, FieldErrors errors)
    {
        if (policy.Rules.Count > MaximumRules) errors.TooMany("rules", policy.Rules.Count, MaximumRules);
        for (var i = 0; i < policy.Rules.Count; i++)
            using (errors.At("rules", i)) Rule(policy.Rules[i], spec, errors);
    }

    private static void Rule(PodFailurePolicyRule rule, JobSpec spec, FieldErrors errors)
    {
        if (rule.Action.Length == 0) errors.Required("action", "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
        else Rules.OneOf("action", rule.Action, errors, PodFailurePolicyAction.Count, PodFailurePolicyAction.FailIndex, PodFailurePolicyAction.FailJob, PodFailurePolicyAction.Ignore);
        if (rule.Action == PodFailurePolicyAction.FailIndex && spec.BackoffLimitPerIndex is null)
            errors.Invalid("action", rule.Action, "requires the backoffLimitPerIndex to be set");
        if (rule.OnExitCodes is { } codes)
            using (errors.At("onExitCodes")) ExitCodes(codes, spec, errors);
        if (rule.OnPodConditions.Count > MaximumRules) errors.TooMany("onPodConditions", rule.OnPodConditions.Count, MaximumRules);
        for (var i = 0; i < rule.OnPodConditions.Count; i++)
        {
            using var _ = errors.At("onPodConditions", i);
            errors.InvalidEach("type", rule.OnPodConditions[i].Type, LabelRules.QualifiedName(rule.OnPodConditions[i].Type));
            Rules.OneOf("status", rule.OnPodConditions[i].Status, errors, Core.ConditionStatus.False, Core.ConditionStatus.True, Core.ConditionStatus.Unknown);
        }

        if (rule.OnExitCodes is not null && rule.OnPodConditions.Count > 0) errors.Invalid("", "specifying both OnExitCodes and OnPodConditions is not supported");
        if (rule.OnExitCodes is null && rule.OnPodConditions.Count == 0) errors.Invalid("", "specifying one of OnExitCodes and OnPodConditions is required");
    }

    private static void ExitCodes(PodFailurePolicyOnExitCodesRequirement codes, JobSpec spec, FieldErrors errors)
    {
        if (codes.Operator.Length == 0) errors.Required("operator", "valid values: [\"In\" \"NotIn\"]");
        else Rules.OneOf("operator", codes.Operator, errors, PodFailurePolicyOnExitCodesOperator.In, PodFailurePolicyOnExitCodesOperator.NotIn);
        var pod = spec.Template.Spec;
        if (codes.ContainerName is { } name && pod.Containers.All(c => c.Name != name) && pod.InitContainers.All(c => c.Name != name))
            errors.Invalid("containerName", name, "must be one of the container or initContainer names in the pod template");
        if (codes.Values.Count == 0) errors.Invalid("values", codes.Values, "at least one value is required");
        else if (codes.Values.Count > MaximumCodes) errors.TooMany("values", codes.Values.Count, MaximumCodes);
        var (seen, isOrdered) = (new HashSet<int>(), true);
        for (var i = 0; i < codes.Values.Count; i++)
        {
            if (codes.Operator == PodFailurePolicyOnExitCodesOperator.In && codes.Values[i] == 0) errors.Invalid($"values[{i}]", 0, "must not be 0 for the In operator");
            if (!seen.Add(codes.Values[i])) errors.Duplicate($"values[{i}]", codes.Values[i]);
            isOrdered &= i == 0 || codes.Values[i - 1] <= codes.Values[i];
        }

        if (!isOrdered) errors.Invalid("values", codes.Values, "must be ordered");
    }
}

using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>Decides how many pods a target should have: as many as its most demanding metric asks for, steadied and within bounds. Pure.</summary>
public static class AutoscalerPlanner
{
    public static AutoscalerPlan Plan(AutoscalerView view, AutoscalerMemory memory, DateTimeOffset now)
    {
        var (autoscaler, spec) = (view.Autoscaler, view.Autoscaler.Spec);
        var conditions = new AutoscalerConditions(autoscaler.Status.Conditions, now);
        if (view.Target is not { } target)
        {
            conditions.Set(HorizontalPodAutoscalerConditionType.AbleToScale, false, "FailedGetScale", $"the HPA controller was unable to get the target's current scale: {view.NoTarget}");
            return new(null, "", autoscaler.Status with { Conditions = conditions.List }, memory, [PlannedEvent.Warning("FailedGetScale", view.NoTarget)]);
        }

        conditions.Set(HorizontalPodAutoscalerConditionType.AbleToScale, true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
        var current = target.Replicas;
        // Who looks for the first time does not know what was recommended before: that there are so many is all that speaks for it.
        if (memory.Recommendations.Count == 0) memory = memory.Recommend(now, current);
        var least = spec.MinReplicas ?? 1;
        var status = autoscaler.Status with { CurrentReplicas = current, ObservedGeneration = null, CurrentMetrics = [] };
        if (current == 0 && least != 0)
        {
            conditions.Set(HorizontalPodAutoscalerConditionType.ScalingActive, false, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero");
            return new(null, "", status with { DesiredReplicas = 0, Conditions = conditions.List }, memory, []);
        }

        if (current > spec.MaxReplicas) return Resize(spec.MaxReplicas, "Current number of replicas above Spec.MaxReplicas", []);
        if (current < least) return Resize(least, "Current number of replicas below Spec.MinReplicas", []);

        if (Unselected(view, target) is { } unselected)
        {
            conditions.Set(HorizontalPodAutoscalerConditionType.ScalingActive, false, unselected.Condition, unselected.Shown);
            return new(null, "", status with { Conditions = conditions.List }, memory,
                [PlannedEvent.Warning(unselected.Event, unselected.Message), PlannedEvent.Warning("FailedComputeMetricsReplicas", unselected.Message)]);
        }

        MetricOutcome[] outcomes = [.. spec.Metrics.Select((metric, i) => MetricEvaluation.Evaluate(metric, view.Readings.ElementAtOrDefault(i), view, now))];
        MetricStatus[] statuses = [.. outcomes.Select(static o => o.Status)];
        var events = outcomes.Where(static o => !o.IsValid).Select(static o => PlannedEvent.Warning(o.Reason, o.Problem)).ToList();
        var best = outcomes.Where(static o => o.IsValid).MaxBy(static o => o.Replicas);
        var first = outcomes.Index().FirstOrDefault(static o => !o.Item.IsValid);
        if (first.Item is { } failed && (best is null || best.Replicas < current))
        {
            conditions.Set(HorizontalPodAutoscalerConditionType.ScalingActive, false, failed.Reason, $"the HPA was unable to compute the replica count: {failed.Problem}");
            var (invalid, error) = (outcomes.Count(static o => !o.IsValid), MetricEvaluation.Describe(spec.Metrics[first.Index], failed));
            var told = $"invalid metrics ({invalid} invalid out of {outcomes.Length}), first error is: {error}";
            events.Add(PlannedEvent.Warning("FailedComputeMetricsReplicas", told));
            return new(null, "", status with { CurrentMetrics = statuses, Conditions = conditions.List }, memory, events);
        }

        conditions.Set(HorizontalPodAutoscalerConditionType.ScalingActive, true, "ValidMetricFound", $"the HPA was able to successfully calculate a replica count from {best!.Name}");
        var steady = ScalingLimits.Stabilize(spec, memory, current, best.Replicas, now);
        conditions.Set(HorizontalPodAutoscalerConditionType.AbleToScale, true, steady.Reason, steady.Message);
        memory = memory.Recommend(now, best.Replicas);
        var bounded = ScalingLimits.Bound(spec, memory, current, steady.Replicas, now);
        if (bounded.Reason.Length > 0) conditions.Set(HorizontalPodAutoscalerConditionType.ScalingLimited, true, bounded.Reason, bounded.Message);
        else conditions.Set(HorizontalPodAutoscalerConditionType.ScalingLimited, false, "DesiredWithinRange", "the desired count is within the acceptable range");
        status = status with { CurrentMetrics = statuses };
        if (bounded.Replicas == current) return new(null, "", status with { DesiredReplicas = current, Conditions = conditions.List }, memory, events);
        return Resize(bounded.Replicas, best.Replicas > current ? $"{best.Name} above target" : best.Replicas < current ? "All metrics below target" : "", events);

        AutoscalerPlan Resize(int replicas, string reason, IReadOnlyList<PlannedEvent> already)
        {
            conditions.Set(HorizontalPodAutoscalerConditionType.AbleToScale, true, "SucceededRescale", $"the HPA controller was able to update the target scale to {replicas}");
            return new(
                replicas, reason, status with { DesiredReplicas = replicas, LastScaleTime = now, Conditions = conditions.List },
                memory.Scaled(now, current, replicas), [.. already, PlannedEvent.Normal("SuccessfulRescale", $"New size: {replicas}; reason: {reason}")]);
        }
    }

    /// <summary>Why it is not known which pods are the target's alone, or null.</summary>
    private static (string Event, string Message, string Condition, string Shown)? Unselected(AutoscalerView view, ScaleTarget target)
    {
        if (target.Selector.Length == 0) return ("SelectorRequired", "selector is required", "InvalidSelector", "the HPA target's scale is missing a selector");
        if (view.Selecting.Count < 2) return null;
        var message = $"pods by selector {target.Selector} are controlled by multiple HPAs: [{string.Join(' ', view.Selecting)}]";
        return ("AmbiguousSelector", message, "AmbiguousSelector", message);
    }

    /// <summary>The status to write where the target refused its new size.</summary>
    public static HorizontalPodAutoscalerStatus Refused(HorizontalPodAutoscaler autoscaler, AutoscalerPlan plan, string why, DateTimeOffset now)
    {
        var conditions = new AutoscalerConditions(plan.Status.Conditions, now);
        conditions.Set(HorizontalPodAutoscalerConditionType.AbleToScale, false, "FailedUpdateScale", $"the HPA controller was unable to update the target scale: {why}");
        return plan.Status with { DesiredReplicas = autoscaler.Status.DesiredReplicas, LastScaleTime = autoscaler.Status.LastScaleTime, Conditions = conditions.List };
    }
}

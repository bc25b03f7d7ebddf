using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>Holds a recommendation back: it may be steadied by those before it, and may not go faster than the policies or beyond the bounds.</summary>
internal static class ScalingLimits
{
    private const int DefaultDownWindow = 300;
    private const string LatelyHigher = "recent recommendations were higher than current one, applying the highest recent recommendation";
    private const string TooFast = "the desired replica count is increasing faster than the maximum scale rate";
    private const string TooFastDown = "the desired replica count is decreasing faster than the maximum scale rate";

    /// <summary>The recommendation among the recent ones that is nearest to what there is; without a behavior the highest.</summary>
    public static (int Replicas, string Reason, string Message) Stabilize(HorizontalPodAutoscalerSpec spec, AutoscalerMemory memory, int current, int desired, DateTimeOffset now)
    {
        if (spec.Behavior is null)
        {
            var highest = Recent(memory, now, DefaultDownWindow).Append(desired).Max();
            return highest == desired ? Ready(desired) : (highest, "ScaleDownStabilized", LatelyHigher);
        }

        var up = Recent(memory, now, spec.Behavior.ScaleUp?.StabilizationWindowSeconds ?? 0).Append(desired).Min();
        var down = Recent(memory, now, spec.Behavior.ScaleDown?.StabilizationWindowSeconds ?? DefaultDownWindow).Append(desired).Max();
        var steady = Math.Min(Math.Max(current, up), down);
        if (steady == desired) return Ready(desired);
        return desired >= current
            ? (steady, "ScaleUpStabilized", "recent recommendations were lower than current one, applying the lowest recent recommendation")
            : (steady, "ScaleDownStabilized", LatelyHigher);
    }

    private static (int, string, string) Ready(int replicas) => (replicas, "ReadyForNewScale", "recommended size matches current size");

    /// <summary>The recommendation within bounds, and what bounded it; the reason is empty when nothing did.</summary>
    public static (int Replicas, string Reason, string Message) Bound(HorizontalPodAutoscalerSpec spec, AutoscalerMemory memory, int current, int desired, DateTimeOffset now)
    {
        var least = spec.MinReplicas ?? 1;
        var most = spec.MaxReplicas;
        if (spec.Behavior is null)
        {
            var fastest = Math.Max(2 * current, 4);
            if (desired < least) return (least, "TooFewReplicas", "the desired replica count is less than the minimum replica count");
            if (desired > Math.Min(most, fastest)) return most <= fastest ? TooMany(most) : (fastest, "ScaleUpLimit", TooFast);
            return (desired, "", "");
        }

        if (desired > current)
        {
            var limit = Math.Max(current, Fastest(spec.Behavior.ScaleUp!, memory, current, now, up: true));
            if (desired > Math.Min(most, limit)) return most <= limit ? TooMany(most) : (limit, "ScaleUpLimit", TooFast);
        }
        else if (desired < current)
        {
            var limit = Math.Min(current, Fastest(spec.Behavior.ScaleDown!, memory, current, now, up: false));
            if (desired < Math.Max(least, limit))
                return least >= limit ? (least, "TooFewReplicas", "the desired replica count is less than the minimum replica count") : (limit, "ScaleDownLimit", TooFastDown);
        }

        return (desired, "", "");
    }

    private static (int, string, string) TooMany(int most) => (most, "TooManyReplicas", "the desired replica count is more than the maximum replica count");

    private static IEnumerable<int> Recent(AutoscalerMemory memory, DateTimeOffset now, int seconds) =>
        memory.Recommendations.Where(r => r.At > now - TimeSpan.FromSeconds(seconds)).Select(static r => r.Replicas);

    /// <summary>How far the policies let the number go now.</summary>
    private static int Fastest(HPAScalingRules rules, AutoscalerMemory memory, int current, DateTimeOffset now, bool up)
    {
        if (rules.SelectPolicy == ScalingPolicySelect.Disabled) return current;
        var limits = rules.Policies.Select(policy =>
        {
            var start = current - AutoscalerMemory.Within(memory.Growths, now, policy.PeriodSeconds) + AutoscalerMemory.Within(memory.Shrinkages, now, policy.PeriodSeconds);
            var sign = up ? 1 : -1;
            if (policy.Type == HPAScalingPolicyType.Pods) return start + (sign * policy.Value);
            var scaled = start * (1 + (sign * policy.Value / 100.0));
            return up ? (int)Math.Ceiling(scaled) : (int)scaled;
        }).ToArray();
        if (limits.Length == 0) return up ? int.MaxValue : int.MinValue;
        return (rules.SelectPolicy == ScalingPolicySelect.Min) == up ? limits.Min() : limits.Max();
    }
}

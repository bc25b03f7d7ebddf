using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What one metric asks for, or why it says nothing.</summary>
/// <param name="Name">The metric in words: <c>cpu resource utilization (percentage of request)</c>.</param>
/// <param name="Replicas">How many pods it asks for.</param>
/// <param name="Status">The value that was found; an empty one where there was none.</param>
/// <param name="Reason">The condition's reason where it says nothing: <c>FailedGetResourceMetric</c>; else empty.</param>
/// <param name="Problem">Why it says nothing.</param>
/// <param name="Within">What stands before the problem where it is told together with others.</param>
internal sealed record MetricOutcome(string Name, int Replicas, MetricStatus Status, string Reason = "", string Problem = "", string Within = "")
{
    public bool IsValid => Reason.Length == 0;

    public static MetricOutcome Failed(string reason, string problem, string within = "") => new("", 0, new MetricStatus(), reason, problem, within);
}

using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>How a Job ends: the condition that says so while its pods are still leaving, and why.</summary>
/// <param name="Interim">FailureTarget or SuccessCriteriaMet.</param>
internal sealed record JobEnd(string Interim, string Reason, string Message)
{
    /// <summary>The condition once all pods are gone and counted.</summary>
    public string Final => Interim == JobConditionType.FailureTarget ? JobConditionType.Failed : JobConditionType.Complete;
}

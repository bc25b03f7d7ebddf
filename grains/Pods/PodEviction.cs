using Orleans.Kube.Controllers;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Grains;

/// <summary>What may stand against the eviction of a pod.</summary>
public static class PodEviction
{
    /// <summary>How many evictions a budget waits for at once.</summary>
    private const int MostUnconfirmed = 2000;

    /// <summary>
    /// The budget that has to grant the eviction, or null when none has a say: a pod that does not run yet or any more disrupts nothing, and
    /// one that is not ready does not while the budget is healthy without it, or if the budget lets such pods go always.
    /// </summary>
    /// <exception cref="StatusException">500: more than one budget covers the pod.</exception>
    public static PodDisruptionBudget? GrantingBudget(WriteTurn turn, Pod pod)
    {
        if (pod.IsFinished() || pod.IsDeleting() || pod.Status.Phase == PodPhase.Pending) return null;
        var budgets = turn.View.List(Resources.PodDisruptionBudgets, turn.Key.Namespace)
            .Select(static o => o.As<PodDisruptionBudget>()).Where(b => b.Spec.Selector.Selects(pod.Metadata.Labels)).ToList();
        if (budgets.Count == 0) return null;
        if (budgets.Count > 1)
        {
            throw new StatusException(new Status
            {
                ApiVersion = "v1", Kind = "Status", StatusValue = "Failure", Code = 500,
                Message = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
            });
        }

        var (budget, status) = (budgets[0], budgets[0].Status);
        if (pod.IsReady()) return budget;
        var spared = budget.Spec.UnhealthyPodEvictionPolicy == UnhealthyPodEvictionPolicyType.AlwaysAllow
            || (status.DesiredHealthy > 0 && status.CurrentHealthy >= status.DesiredHealthy);
        return spared ? null : budget;
    }

    /// <summary>Why the budget grants no eviction, in the words that <c>kubectl drain</c> expects; null when it grants one.</summary>
    public static StatusException? Refusal(PodDisruptionBudget budget)
    {
        var (name, status) = (budget.Metadata.Name, budget.Status);
        if (status.ObservedGeneration < budget.Metadata.Generation) return Exhausted($"The disruption budget {name} is still being processed by the server.", 10);
        if (status.DisruptedPods.Count > MostUnconfirmed)
            return Failures.Forbidden(new GroupResource("policy", "poddisruptionbudget"), name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        return status.DisruptionsAllowed > 0 ? null
            : Exhausted($"The disruption budget {name} needs {status.DesiredHealthy} healthy pods and has {status.CurrentHealthy} currently", 0);
    }

    private static StatusException Exhausted(string cause, int retryAfterSeconds)
    {
        var refusal = Failures.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds);
        return new StatusException(refusal.Status with { Details = refusal.Status.Details! with { Causes = [new StatusCause { Reason = "DisruptionBudget", Message = cause }] } });
    }
}

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

    /// <summary>429, in the words that <c>kubectl drain</c> expects.</summary>
    public static StatusException Exhausted(PodDisruptionBudget budget)
    {
        var refusal = Failures.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", 0);
        return new StatusException(refusal.Status with
        {
            Details = new StatusDetails
            {
                Causes =
                [
                    new StatusCause
                    {
                        Reason = "DisruptionBudget",
                        Message = $"The disruption budget {budget.Metadata.Name} needs {budget.Status.DesiredHealthy} healthy pods and has {budget.Status.CurrentHealthy} currently",
                    },
                ],
            },
        });
    }
}

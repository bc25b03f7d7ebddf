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
    /// <summary>A running pod may be evicted only while its disruption budget allows another disruption.</summary>
    /// <exception cref="StatusException">429: the budget is used up; 500: more than one budget covers the pod.</exception>
    public static void CheckBudgets(WriteTurn turn, Pod pod)
    {
        if (pod.IsFinished() || pod.IsDeleting() || pod.Status.Phase == PodPhase.Pending) return;
        var budgets = turn.View.List(Resources.PodDisruptionBudgets, turn.Key.Namespace)
            .Select(static o => o.As<PodDisruptionBudget>()).Where(b => b.Spec.Selector.Selects(pod.Metadata.Labels)).ToList();
        if (budgets.Count == 0) return;
        if (budgets.Count > 1)
            throw Failures.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (budgets[0].Status.DisruptionsAllowed <= 0) throw Exhausted(budgets[0]);
    }

    private static StatusException Exhausted(PodDisruptionBudget budget)
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

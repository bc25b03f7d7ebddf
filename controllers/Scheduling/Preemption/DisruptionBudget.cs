using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How many of some pods may be evicted now, as a PodDisruptionBudget says.</summary>
public sealed record DisruptionBudget(string Namespace, LabelSelector? Selector, int Allowed)
{
    public bool Covers(PodDemand pod) => pod.Namespace == Namespace && Selector is not null && !Selector.IsEmpty() && Selector.Selects(pod.Labels);
}

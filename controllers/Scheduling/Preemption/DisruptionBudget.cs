using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How many of some pods may be evicted now, as a PodDisruptionBudget says.</summary>
public sealed record DisruptionBudget(string Namespace, LabelSelector? Selector, int Allowed)
{
    /// <summary>The names of pods that are evicted already: nothing more is charged for them.</summary>
    public IReadOnlyCollection<string> Evicted { get; init; } = [];

    public bool Covers(PodDemand pod) => pod.Namespace == Namespace && pod.Labels.Count > 0 && Selector is not null && !Selector.IsEmpty() && Selector.Selects(pod.Labels)
        && !Evicted.Contains(pod.Key.Name);
}

using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A change of a pod concerns the services and disruption budgets that select it, or selected it before.</summary>
public sealed class SelectedPodRule : IWakeRule
{
    private static readonly GroupResource[] Selecting =
        [.. new[] { Resources.Services, Resources.PodDisruptionBudgets }.Where(ObjectGrains.Reconciles)];

    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Pods) return;
        Collect(change.Object, situation, targets);
        if (change.Previous is { } previous && !ReferenceEquals(previous.Header.Labels, change.Object.Header.Labels)
            && !Same(previous.Header.Labels, change.Object.Header.Labels)) Collect(previous, situation, targets);
    }

    private static void Collect(ApiObject pod, WakeSituation situation, ISet<WakeTarget> targets)
    {
        foreach (var resource in Selecting)
        {
            foreach (var key in situation.Selectors.Matching(resource, pod.Key.Namespace, pod.Header.Labels)) targets.Add(WakeTarget.Reconciler(key));
        }
    }

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.Contains(right);
}

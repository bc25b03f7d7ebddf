using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>What the ReplicaSet planner looks at.</summary>
internal static class ReplicaSetGathering
{
    public static ReplicaSetView Gather(IClusterView view, ReplicaSet set, Refusal? refusal)
    {
        var pods = view.Controlled<Pod>(Resources.Pods, set.Metadata);
        var seen = new ReplicaSetView(set, pods, view.Orphans<Pod>(Resources.Pods, set.Metadata, set.Spec.Selector)) { Refusal = refusal };
        return pods.Count > (set.Spec.Replicas ?? 1) ? seen with { RelatedPodsByNode = Related(view, set, pods) } : seen;
    }

    /// <summary>The active pods of the sets that share the controller, by node. Asked for only when pods are to be deleted.</summary>
    private static Dictionary<string, int> Related(IClusterView view, ReplicaSet set, IReadOnlyList<Pod> own)
    {
        var pods = set.Metadata.ControllerUid() is { } controller
            ? view.ControlledBy(Resources.ReplicaSets, controller).SelectMany(sibling => view.ControlledBy(Resources.Pods, sibling.Header.Uid)).Select(static pod => pod.As<Pod>())
            : own;
        return pods.Where(static pod => pod.IsActive()).CountBy(static pod => pod.Spec.NodeName).ToDictionary();
    }

    /// <summary>The plan in the order in which it is carried out.</summary>
    public static WorkloadPlan Arrange(ReplicaSetPlan plan, ObjectWrite? status) =>
        new([plan.Patches, plan.Creates, plan.Deletes], status, plan.Events, plan.Due);
}

using System.Collections.Frozen;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A pod without a node concerns the scheduler, and so does whatever may make room for one.</summary>
public sealed class SchedulerRule : IWakeRule
{
    /// <summary>The one scheduler there is.</summary>
    public const string Name = "default-scheduler";

    // Beside pods and nodes: what a pod that found no place may have waited for.
    private static readonly FrozenSet<GroupResource> PodsDependOn = FrozenSet.Create(
        Resources.PersistentVolumes, Resources.PersistentVolumeClaims, Resources.StorageClasses,
        Resources.CSINodes, Resources.VolumeAttachments, Resources.CSIDrivers, Resources.CSIStorageCapacities, Resources.PriorityClasses);

    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var concerns = change.Key.Resource == Resources.Pods ? ConcernsAsPod(change)
            : change.Key.Resource == Resources.Nodes ? ConcernsAsNode(change)
            : PodsDependOn.Contains(change.Key.Resource);
        if (concerns) targets.Add(WakeTarget.Scheduler(Name));
    }

    private static bool ConcernsAsPod(ObjectChange change)
    {
        var pod = change.Object.As<Pod>();
        if (pod.Spec.NodeName.Length == 0) return true;
        if (change.Kind == ChangeKind.Deleted) return true;
        if (pod.IsFinished()) return change.Previous?.As<Pod>().IsFinished() != true;
        return PodRequests.MayChange(pod) && change.Previous?.As<Pod>() is { } before && Amounts.IsLessThan(PodRequests.HeldBy(pod), PodRequests.HeldBy(before));
    }

    /// <summary>A heartbeat changes nothing but times.</summary>
    private static bool ConcernsAsNode(ObjectChange change)
    {
        if (change.Kind != ChangeKind.Modified || change.Previous is null) return true;
        var (node, before) = (change.Object.As<Node>(), change.Previous.As<Node>());
        return !Structural.Equal(node.Spec, before.Spec)
            || !Structural.Equal(node.Metadata.Labels, before.Metadata.Labels)
            || !Structural.Equal(node.Status.Allocatable, before.Status.Allocatable)
            || node.IsReady() != before.IsReady();
    }
}

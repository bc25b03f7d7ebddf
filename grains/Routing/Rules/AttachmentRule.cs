using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// Volumes of CSI drivers are attached to nodes: a pod that gets a node, ends or goes concerns those that it mounts; an attachment concerns its volume and its node; what a node uses,
/// whether it is there and ready, those that are attached to it; a driver all of its volumes.
/// </summary>
public sealed class AttachmentRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var (resource, view) = (change.Key.Resource, situation.View);
        if (resource == Resources.Pods) CollectPod(change, view, targets);
        else if (resource == Resources.VolumeAttachments) CollectAttachment(change.Object.As<VolumeAttachment>(), targets);
        else if (resource == Resources.Nodes) CollectNode(change, view, targets);
        else if (resource == Resources.CSIDrivers)
            foreach (var item in view.List(Resources.PersistentVolumes))
                if (item.As<PersistentVolume>().Spec.Csi?.Driver == change.Key.Name) targets.Add(WakeTarget.Reconciler(item.Key));
    }

    private static void CollectPod(ObjectChange change, IClusterView view, ISet<WakeTarget> targets)
    {
        if (PodFacts.NodeOf(change.Object).Length == 0) return;
        var pod = change.Object.As<Pod>();
        if (change.Kind == ChangeKind.Modified && change.Previous is { } previous && PodFacts.NodeOf(previous).Length > 0 && previous.As<Pod>().IsFinished() == pod.IsFinished()) return;
        foreach (var name in PodClaims.Names(pod))
            if (Volume(view, pod.Metadata.Namespace, name) is { } volume) targets.Add(WakeTarget.Reconciler(volume));
    }

    /// <summary>The volume of a driver that a claim has.</summary>
    private static ObjectKey? Volume(IClusterView view, string @namespace, string claim)
    {
        if (view.Find(new ObjectKey(Resources.PersistentVolumeClaims, @namespace, claim))?.As<PersistentVolumeClaim>() is not { Spec.VolumeName.Length: > 0 } found) return null;
        return view.Find(new ObjectKey(Resources.PersistentVolumes, "", found.Spec.VolumeName)) is { } volume && volume.As<PersistentVolume>().Spec.Csi is not null ? volume.Key : null;
    }

    private static void CollectAttachment(VolumeAttachment attachment, ISet<WakeTarget> targets)
    {
        if (attachment.Spec.Source.PersistentVolumeName is { } volume) targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.PersistentVolumes, "", volume)));
        targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.Nodes, "", attachment.Spec.NodeName)));
    }

    private static void CollectNode(ObjectChange change, IClusterView view, ISet<WakeTarget> targets)
    {
        if (view.Count(Resources.VolumeAttachments) == 0 || (change.Kind == ChangeKind.Modified && change.Previous is { } previous && IsAlike(previous.As<Node>(), change.Object.As<Node>()))) return;
        foreach (var item in view.List(Resources.VolumeAttachments))
            if (item.As<VolumeAttachment>().Spec is { Source.PersistentVolumeName: { } volume } spec && spec.NodeName == change.Key.Name) targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.PersistentVolumes, "", volume)));
    }

    private static bool IsAlike(Node one, Node other) =>
        one.IsReady() == other.IsReady() && one.Spec.Taints.SequenceEqual(other.Spec.Taints) && one.Status.VolumesInUse.SequenceEqual(other.Status.VolumesInUse);
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// A volume concerns its claim, and a free or vanished one every claim that may want it; a claim concerns its volume, and when it goes the StatefulSet that
/// makes claims of its name; a storage class concerns the claims that wait; a pod that ends concerns its claims, which may go then, and one for which there is
/// no node those that wait for it.
/// </summary>
public sealed class VolumeRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var resource = change.Key.Resource;
        if (resource == Resources.Pods) CollectPod(change, situation.View, targets);
        else if (resource == Resources.PersistentVolumes) CollectVolume(change, situation.View, targets);
        else if (resource == Resources.PersistentVolumeClaims) CollectClaim(change, situation.View, targets);
        else if (resource == Resources.StorageClasses && change.Kind != ChangeKind.Deleted) WakeClaims(situation.View, static c => !VolumeMarks.IsBound(c), targets);
    }

    /// <summary>The claims that have to be made for pods and are not there.</summary>
    public static IEnumerable<WakeTarget> In(IClusterView view) => view.List(Resources.Pods).SelectMany(o => Missing(o.As<Pod>(), view));

    private static IEnumerable<WakeTarget> Missing(Pod pod, IClusterView view) => PodClaims.Own(pod).Select(name => Key(pod, name))
        .Where(key => view.Find(key) is not { } stored || !PodClaims.IsMadeFor(pod, stored.As<PersistentVolumeClaim>())).Select(WakeTarget.Reconciler);

    private static bool IsWithoutNode(Pod pod) => pod.Spec.NodeName.Length == 0 && pod.Condition(PodConditionType.PodScheduled)?.Status == ConditionStatus.False;

    private static ObjectKey Key(Pod pod, string claim) => new(Resources.PersistentVolumeClaims, pod.Metadata.Namespace, claim);

    private static void CollectPod(ObjectChange change, IClusterView view, ISet<WakeTarget> targets)
    {
        var pod = change.Object.As<Pod>();
        if (change.Kind == ChangeKind.Deleted || pod.IsFinished() || pod.Metadata.DeletionGracePeriodSeconds == 0 || IsWithoutNode(pod))
            targets.UnionWith(PodClaims.Names(pod).Select(name => WakeTarget.Reconciler(Key(pod, name))));
        else targets.UnionWith(Missing(pod, view));
    }

    private static void CollectVolume(ObjectChange change, IClusterView view, ISet<WakeTarget> targets)
    {
        var volume = change.Object.As<PersistentVolume>();
        WakeClaimOf(volume, targets);
        if (change.Previous?.As<PersistentVolume>() is { } previous) WakeClaimOf(previous, targets);
        if (change.Kind == ChangeKind.Deleted || volume.Spec.ClaimRef is null or { Uid.Length: 0 })
            WakeClaims(view, claim => claim.Spec.VolumeName == change.Key.Name || claim.Spec.VolumeName.Length == 0, targets);
    }

    private static void CollectClaim(ObjectChange change, IClusterView view, ISet<WakeTarget> targets)
    {
        var claim = change.Object.As<PersistentVolumeClaim>();
        if (claim.Spec.VolumeName.Length > 0) WakeVolume(claim.Spec.VolumeName, targets);
        if (change.Kind != ChangeKind.Deleted) return;
        foreach (var set in view.List(Resources.StatefulSets, change.Key.Namespace))
            if (StatefulPods.PodOf(set.As<StatefulSet>(), change.Key.Name) is not null) targets.Add(WakeTarget.Reconciler(set.Key));
        foreach (var item in view.List(Resources.PersistentVolumes))
            if (item.As<PersistentVolume>().Spec.ClaimRef?.Uid == claim.Metadata.Uid) WakeVolume(item.Key.Name, targets);
    }

    private static void WakeClaimOf(PersistentVolume volume, ISet<WakeTarget> targets)
    {
        if (volume.Spec.ClaimRef is { Name.Length: > 0 } reference)
            targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.PersistentVolumeClaims, reference.Namespace, reference.Name)));
    }

    private static void WakeVolume(string name, ISet<WakeTarget> targets) => targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.PersistentVolumes, "", name)));

    private static void WakeClaims(IClusterView view, Func<PersistentVolumeClaim, bool> which, ISet<WakeTarget> targets)
    {
        foreach (var item in view.List(Resources.PersistentVolumeClaims))
            if (which(item.As<PersistentVolumeClaim>())) targets.Add(WakeTarget.Reconciler(item.Key));
    }
}

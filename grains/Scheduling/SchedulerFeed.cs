using System.Collections.Frozen;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>
/// Keeps the scheduler's model and queue in line with the cluster, change by change. A pod that the scheduler has placed counts as placed
/// until its binding is refused, although the feed still shows it without a node.
/// </summary>
internal sealed class SchedulerFeed : IDisposable
{
    /// <summary>What tells where volumes are, and where they can be.</summary>
    public static readonly FrozenSet<GroupResource> OfVolumes = FrozenSet.Create(
        Resources.StorageClasses, Resources.PersistentVolumes, Resources.PersistentVolumeClaims, Resources.CSINodes, Resources.VolumeAttachments, Resources.CSIDrivers,
        Resources.CSIStorageCapacities);

    /// <summary>What tells which pods belong together.</summary>
    private static readonly FrozenSet<GroupResource> OfSelectors = FrozenSet.Create(
        Resources.Services, Resources.ReplicationControllers, Resources.ReplicaSets, Resources.StatefulSets);

    private readonly HashSet<string> _assumed = [];
    private readonly IChangeCursor _cursor;
    private readonly string _scheduler;

    public SchedulerFeed(IClusterState cluster, string scheduler, SchedulerOptions options, DateTimeOffset now)
    {
        _scheduler = scheduler;
        Queue = new SchedulingQueue(options);
        var view = cluster.Current;
        _cursor = cluster.Follow(null, view.Revision);
        foreach (var item in view.List(Resources.Namespaces)) Model.PutNamespace(item.Key.Name, item.Header.Labels);
        foreach (var item in view.List(Resources.Nodes)) Model.Put(item.As<Node>());
        foreach (var resource in OfVolumes.Concat(OfSelectors))
            foreach (var item in view.List(resource)) Read(item, isGone: false);
        foreach (var item in view.List(Resources.Pods)) Put(item.As<Pod>(), now);
    }

    public ClusterModel Model { get; } = new();

    public SchedulingQueue Queue { get; }

    /// <summary>The revision up to which the model is right.</summary>
    public long Position => _cursor.Position;

    /// <summary>Takes in all changes that are there.</summary>
    /// <exception cref="RevisionExpiredException">Too far behind: a new feed has to start from a snapshot.</exception>
    public void Read(DateTimeOffset now)
    {
        while (_cursor.TryRead(out var change))
        {
            var resource = change.Key.Resource;
            if (resource == Resources.Pods) ReadPod(change, now);
            else if (resource == Resources.Nodes) ReadNode(change, now);
            else if (resource == Resources.Namespaces) ReadNamespace(change, now);
            else if (OfVolumes.Contains(resource)) ReadVolumes(change, now);
            else if (OfSelectors.Contains(resource)) Read(change.Object, change.Kind == ChangeKind.Deleted);
        }
    }

    /// <summary>The pod is as good as on the node.</summary>
    public void Assume(QueuedPod pod, string node, DateTimeOffset now)
    {
        _assumed.Add(pod.Demand.Uid);
        Model.Place(pod.Demand, node);
        Queue.Heal(ClusterChanges.PodsPlaced, now);
    }

    /// <summary>The pod was not bound after all. It is tried again if the cluster still has it.</summary>
    public void Revoke(QueuedPod pod, DateTimeOffset now)
    {
        if (!_assumed.Remove(pod.Demand.Uid)) return;
        Model.Forget(pod.Demand.Uid);
        Queue.PutOff(pod, now);
        Queue.Heal(ClusterChanges.PodsGone, now);
    }

    /// <summary>The pod waits for its volumes on the node; room for it is kept there.</summary>
    public void Await(QueuedPod pod, string node, DateTimeOffset now)
    {
        Model.Nominate(pod.Demand, node);
        Queue.Park(pod, ClusterChanges.Volumes | ClusterChanges.Nodes, now);
    }

    public void Dispose() => _cursor.Dispose();

    private void ReadVolumes(ObjectChange change, DateTimeOffset now)
    {
        Read(change.Object, change.Kind == ChangeKind.Deleted);
        Queue.Heal(ClusterChanges.Volumes, now);
    }

    private void Read(ApiObject item, bool isGone)
    {
        var resource = item.Key.Resource;
        if (resource == Resources.StorageClasses) Model.Volumes.Read(item.As<StorageClass>(), isGone);
        else if (resource == Resources.PersistentVolumes) Model.Volumes.Read(item.As<PersistentVolume>(), isGone);
        else if (resource == Resources.PersistentVolumeClaims) Model.Volumes.Read(item.As<PersistentVolumeClaim>(), isGone);
        else if (resource == Resources.CSINodes) Model.Volumes.Read(item.As<CSINode>(), isGone);
        else if (resource == Resources.VolumeAttachments) Model.Volumes.Read(item.As<VolumeAttachment>(), isGone);
        else if (resource == Resources.CSIDrivers) Model.Volumes.Read(item.As<CSIDriver>(), isGone);
        else if (resource == Resources.CSIStorageCapacities) Model.Volumes.Read(item.As<CSIStorageCapacity>(), isGone);
        else if (resource == Resources.Services) Model.Selectors.Read(item.As<Service>(), isGone);
        else if (resource == Resources.ReplicationControllers) Model.Selectors.Read(item.As<ReplicationController>(), isGone);
        else if (resource == Resources.ReplicaSets) Model.Selectors.Read(item.As<ReplicaSet>(), isGone);
        else if (resource == Resources.StatefulSets) Model.Selectors.Read(item.As<StatefulSet>(), isGone);
    }

    private void ReadPod(ObjectChange change, DateTimeOffset now)
    {
        var pod = change.Object.As<Pod>();
        if (change.Kind == ChangeKind.Deleted) Remove(pod.Metadata.Uid, now);
        else Put(pod, now);
    }

    private void Put(Pod pod, DateTimeOffset now)
    {
        var uid = pod.Metadata.Uid;
        if (pod.IsFinished()) Remove(uid, now);
        else if (pod.Spec.NodeName.Length > 0) PutPlaced(pod, now);
        else if (_assumed.Contains(uid)) return;
        else if (pod.IsDeleting() || pod.Spec.SchedulingGates.Count > 0 || !IsOurs(pod)) Remove(uid, now);
        else
        {
            var demand = new PodDemand(pod);
            Queue.Put(demand, now);
            Model.Nominate(demand, pod.Status.NominatedNodeName);
        }
    }

    private void PutPlaced(Pod pod, DateTimeOffset now)
    {
        var uid = pod.Metadata.Uid;
        var known = Model.NodeOf(uid) == pod.Spec.NodeName;
        _assumed.Remove(uid);
        Queue.Remove(uid);
        // Most news of a pod's status changes nothing about what it takes.
        var before = known ? Model.Placed(uid)! : null;
        if (before is not null && IsAlike(before, pod)) return;
        var demand = new PodDemand(pod);
        Model.Place(demand, pod.Spec.NodeName);
        if (before is null) Queue.Heal(ClusterChanges.PodsPlaced, now);
        else if (Amounts.IsLessThan(demand.Requests, before.Requests)) Queue.Heal(ClusterChanges.PodsShrunk, now);
    }

    private static bool IsAlike(PodDemand placed, Pod pod) =>
        placed.Pod is var before && before.Metadata.Generation == pod.Metadata.Generation && before.IsDeleting() == pod.IsDeleting()
        && before.Status.StartTime == pod.Status.StartTime && SameLabels(before, pod) && (!PodRequests.MayChange(pod) || placed.Requests == PodRequests.HeldBy(pod));

    private static bool SameLabels(Pod before, Pod now) =>
        before.Metadata.Labels.Count == now.Metadata.Labels.Count && before.Metadata.Labels.Contains(now.Metadata.Labels);

    private void Remove(string uid, DateTimeOffset now)
    {
        _assumed.Remove(uid);
        Queue.Remove(uid);
        if (!Model.Holds(uid)) return;
        Model.Forget(uid);
        Queue.Heal(ClusterChanges.PodsGone, now);
    }

    private bool IsOurs(Pod pod) => pod.Spec.SchedulerName == _scheduler || (pod.Spec.SchedulerName.Length == 0 && _scheduler == SchedulerGrain.DefaultName);

    private void ReadNode(ObjectChange change, DateTimeOffset now)
    {
        if (change.Kind == ChangeKind.Deleted)
        {
            Model.RemoveNode(change.Key.Name);
            return;
        }

        Model.Put(change.Object.As<Node>());
        if (change.Previous is not { } previous || !NodeChanges.SuitAlike(previous.As<Node>(), change.Object.As<Node>())) Queue.Heal(ClusterChanges.Nodes, now);
    }

    private void ReadNamespace(ObjectChange change, DateTimeOffset now)
    {
        if (change.Kind == ChangeKind.Deleted) Model.RemoveNamespace(change.Key.Name);
        else Model.PutNamespace(change.Key.Name, change.Object.Header.Labels);
        Queue.Heal(ClusterChanges.Namespaces, now);
    }
}

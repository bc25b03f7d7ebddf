using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A disk that two pods of a node cannot both write to has one user there; a claim for one pod alone (ReadWriteOncePod) has one anywhere.</summary>
public sealed class VolumeRestrictions : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.Volumes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        var isTaken = IsTaken(pod, cluster);
        return isTaken || pod.Disks.Count > 0 ? new Ready(pod.Disks, isTaken) : null;
    }

    /// <summary>Whether another pod has a claim of the pod's that is for one pod alone.</summary>
    private static bool IsTaken(PodDemand pod, IPlacementView cluster)
    {
        if (pod.Claims.Count == 0) return false;
        var alone = pod.Claims.Where(name => cluster.Volumes.Claim(pod.Namespace, name) is { } claim && IsForOnePod(claim)).ToHashSet();
        return alone.Count > 0 && cluster.Nodes.Any(node => node.Pods.Any(other => other.Namespace == pod.Namespace && other.Claims.Any(alone.Contains)));
    }

    private static bool IsForOnePod(PersistentVolumeClaim claim) => claim.Spec.AccessModes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod);

    private sealed class Ready(IReadOnlyList<DiskUse> disks, bool isTaken) : INodeTest
    {
        private static readonly Rejection NoDisk = Rejection.Occupied("node(s) had no available disk");
        private static readonly Rejection InUse = Rejection.Occupied("node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");

        public Rejection? Test(NodeState node) => HasConflict(node) ? NoDisk : isTaken ? InUse : null;

        private bool HasConflict(NodeState node)
        {
            if (disks.Count == 0) return false;
            foreach (var pod in node.Pods)
                foreach (var used in pod.Disks)
                    foreach (var disk in disks)
                        if (disk.ConflictsWith(used)) return true;
            return false;
        }
    }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A claim for one pod alone (ReadWriteOncePod) has one user.</summary>
public sealed class VolumeRestrictions : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.Volumes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        if (pod.Claims.Count == 0) return null;
        var alone = pod.Claims.Where(name => cluster.Volumes.Claim(pod.Namespace, name) is { } claim && IsForOnePod(claim)).ToHashSet();
        if (alone.Count == 0) return null;
        return cluster.Nodes.Any(node => node.Pods.Any(other => other.Namespace == pod.Namespace && other.Claims.Any(alone.Contains))) ? Taken.Instance : null;
    }

    private static bool IsForOnePod(PersistentVolumeClaim claim) => claim.Spec.AccessModes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod);

    private sealed class Taken : INodeTest
    {
        public static readonly Taken Instance = new();
        private static readonly Rejection InUse = Rejection.Occupied("node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");

        public Rejection? Test(NodeState node) => InUse;
    }
}

using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// A pod goes where its volumes can be reached. Claims that wait for their first consumer let it go wherever a free volume fits or one can be
/// made; once a node was selected for such a claim, its pod goes there as long as the node exists.
/// </summary>
public sealed class VolumeBinding : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Volumes | ClusterChanges.Nodes;

    public string? RefusalOf(PodDemand pod, IPlacementView cluster)
    {
        foreach (var name in PodClaims.Names(pod.Pod))
        {
            var isOwn = PodClaims.Own(pod.Pod).Contains(name);
            if (cluster.Volumes.Claim(pod.Namespace, name) is not { } claim)
                return isOwn ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\"" : $"persistentvolumeclaim \"{name}\" not found";
            if (isOwn && !PodClaims.IsMadeFor(pod.Pod, claim)) return PodClaims.NotItsOwn(pod.Pod, name);
            if (claim.Metadata.DeletionTimestamp is not null) return $"persistentvolumeclaim \"{name}\" is being deleted";
            if (claim.Status.Phase == PersistentVolumeClaimPhase.Lost)
                return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"";
            if (!VolumeMarks.IsBound(claim) && !Waits(claim, cluster)) return "pod has unbound immediate PersistentVolumeClaims";
        }

        return null;
    }

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        List<PersistentVolumeClaim>? claims = null;
        foreach (var name in PodClaims.Names(pod.Pod))
            if (cluster.Volumes.Claim(pod.Namespace, name) is { } claim) (claims ??= []).Add(claim);
        return claims is null ? null : new Ready(claims, cluster);
    }

    private static bool Waits(PersistentVolumeClaim claim, IPlacementView cluster) => claim.Spec.VolumeName.Length == 0
        && cluster.Volumes.ClassOf(claim)?.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer;

    private sealed class Ready(IReadOnlyList<PersistentVolumeClaim> claims, IPlacementView cluster) : INodeTest
    {
        private static readonly Rejection Elsewhere = Rejection.Final("node(s) had volume node affinity conflict");
        private static readonly Rejection Missing = Rejection.Final("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
        private static readonly Rejection NoneFree = Rejection.Final("node(s) didn't find available persistent volumes to bind");

        public Rejection? Test(NodeState node)
        {
            foreach (var claim in claims)
                if ((VolumeMarks.IsBound(claim) ? Bound(claim, node) : Unbound(claim, node)) is { } rejection) return rejection;
            return null;
        }

        private Rejection? Bound(PersistentVolumeClaim claim, NodeState node) =>
            cluster.Volumes.Volume(claim.Spec.VolumeName) is not { } volume ? Missing : VolumeMatch.Reaches(volume, node.Node) ? null : Elsewhere;

        private Rejection? Unbound(PersistentVolumeClaim claim, NodeState node)
        {
            if (VolumeMarks.SelectedNodeOf(claim) is { } selected && selected != node.Name && cluster.Nodes.Any(other => other.Name == selected)) return NoneFree;
            if (cluster.Volumes.ClassOf(claim) is { } found && found.Provisioner != VolumeMarks.NoProvisioner) return null;
            return VolumeMatch.Find(claim, cluster.Volumes.All, node.Node) is null ? NoneFree : null;
        }
    }
}

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
        private static readonly Rejection NoRoom = Rejection.Final("node(s) did not have enough free storage");

        private readonly PersistentVolumeClaim[] _unbound = [.. claims.Where(static claim => !VolumeMarks.IsBound(claim)).OrderBy(VolumeMatch.Size)];

        /// <summary>All that stands in the way: of the bound claims, of those that are not, and that a volume is not there.</summary>
        public Rejection? Test(NodeState node)
        {
            var (bound, unbound) = (OfBound(node), OfUnbound(node));
            if (bound is null || unbound is null) return bound ?? unbound;
            string[] reasons = bound == Missing ? [.. unbound.Reasons, .. bound.Reasons] : [.. bound.Reasons, .. unbound.Reasons];
            return new Rejection(reasons, EvictionMayHelp: false);
        }

        private Rejection? OfBound(NodeState node)
        {
            foreach (var claim in claims.Where(VolumeMarks.IsBound))
            {
                if (cluster.Volumes.Volume(claim.Spec.VolumeName) is not { } volume) return Missing;
                if (!VolumeMatch.Reaches(volume, node.Node)) return Elsewhere;
            }

            return null;
        }

        /// <summary>Each claim takes a volume of its own, the smallest claim first; then come those for which one has to be made.</summary>
        private Rejection? OfUnbound(NodeState node)
        {
            HashSet<string>? taken = null;
            List<PersistentVolumeClaim>? missing = null;
            foreach (var claim in _unbound)
            {
                if (VolumeMarks.SelectedNodeOf(claim) is { } selected && selected != node.Name && cluster.Nodes.Any(other => other.Name == selected)) return NoneFree;
                if (!HasFree(claim, node, ref taken)) (missing ??= []).Add(claim);
            }

            foreach (var claim in missing ?? [])
            {
                if (cluster.Volumes.ClassOf(claim) is not { } found || found.Provisioner == VolumeMarks.NoProvisioner || !StorageClasses.Allows(found, node.Labels)) return NoneFree;
                if (!cluster.Volumes.HasRoom(claim, found, node.Labels)) return NoRoom;
            }

            return null;
        }

        private bool HasFree(PersistentVolumeClaim claim, NodeState node, ref HashSet<string>? taken)
        {
            var known = taken;
            var free = known is null ? cluster.Volumes.All : cluster.Volumes.All.Where(volume => !known.Contains(volume.Metadata.Name));
            return VolumeMatch.Find(claim, free, node.Node) is { } found && (taken ??= []).Add(found.Metadata.Name);
        }
    }
}

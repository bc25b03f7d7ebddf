using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A node takes no more volumes of a CSI driver than the driver says in its CSINode.</summary>
public sealed class NodeVolumeLimits : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.Volumes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        if (pod.Claims.Count == 0 || !cluster.Volumes.AnyLimits) return null;
        var wanted = VolumesOf(pod, cluster.Volumes).ToHashSet();
        return wanted.Count == 0 ? null : new Ready(wanted, cluster.Volumes);
    }

    private static IEnumerable<CsiVolume> VolumesOf(PodDemand pod, VolumeCatalog volumes) =>
        pod.Claims.Select(name => volumes.Claim(pod.Namespace, name)).OfType<PersistentVolumeClaim>().Select(volumes.CsiOf).OfType<CsiVolume>();

    private sealed class Ready(IReadOnlySet<CsiVolume> wanted, VolumeCatalog volumes) : INodeTest
    {
        private static readonly Rejection Full = Rejection.Occupied("node(s) exceed max volume count");

        public Rejection? Test(NodeState node)
        {
            if (volumes.LimitsOf(node.Name) is not { Count: > 0 } limits) return null;
            var there = node.Pods.SelectMany(pod => VolumesOf(pod, volumes)).Concat(volumes.AttachedTo(node.Name)).ToHashSet();
            var used = node.Pods.SelectMany(pod => VolumesOf(pod, volumes)).ToHashSet();
            foreach (var added in wanted.Where(volume => !used.Contains(volume)).CountBy(static volume => volume.Driver))
                if (limits.TryGetValue(added.Key, out var most) && there.Count(volume => volume.Driver == added.Key) + added.Value > most) return Full;
            return null;
        }
    }
}

using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A volume that is labelled with zones or regions is used there. A node that says nothing of where it is suits all.</summary>
public sealed class VolumeZone : INodeFilter
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string Region = "topology.kubernetes.io/region";
    private const string ZoneBeta = "failure-domain.beta.kubernetes.io/zone";
    private const string RegionBeta = "failure-domain.beta.kubernetes.io/region";
    private const string Separator = "__";
    private static readonly string[] Keys = [ZoneBeta, RegionBeta, Zone, Region];

    public ClusterChanges Heals => ClusterChanges.Volumes | ClusterChanges.Nodes;

    /// <summary>A claim whose volume is not there.</summary>
    public string? RefusalOf(PodDemand pod, IPlacementView cluster)
    {
        foreach (var name in Volumes(pod, cluster))
            if (cluster.Volumes.Volume(name) is null) return $"persistentvolume \"{name}\" not found";
        return null;
    }

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        List<(string, string[])>? places = null;
        foreach (var name in Volumes(pod, cluster))
        {
            if (cluster.Volumes.Volume(name) is not { Metadata.Labels: { Count: > 0 } labels }) continue;
            foreach (var key in Keys)
                if (labels.TryGetValue(key, out var value)) (places ??= []).Add((key, value.Split(Separator)));
        }

        return places is null ? null : new Ready(places);
    }

    /// <summary>The volumes of the claims that the pod names.</summary>
    private static IEnumerable<string> Volumes(PodDemand pod, IPlacementView cluster)
    {
        foreach (var volume in pod.Pod.Spec.Volumes)
        {
            if (volume.PersistentVolumeClaim is not { } source) continue;
            if (cluster.Volumes.Claim(pod.Namespace, source.ClaimName) is { Spec.VolumeName: { Length: > 0 } name }) yield return name;
        }
    }

    private sealed class Ready(IReadOnlyList<(string Key, string[] Values)> places) : INodeTest
    {
        private static readonly Rejection Elsewhere = Rejection.Final("node(s) had no available volume zone");

        public Rejection? Test(NodeState node)
        {
            if (!Keys.Any(node.Labels.ContainsKey)) return null;
            foreach (var (key, values) in places)
                if (!(node.Labels.TryGetValue(key, out var place) || node.Labels.TryGetValue(Current(key), out place)) || !values.Contains(place)) return Elsewhere;
            return null;
        }

        private static string Current(string key) => key == ZoneBeta ? Zone : key == RegionBeta ? Region : key;
    }
}

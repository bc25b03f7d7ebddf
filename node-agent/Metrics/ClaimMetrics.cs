using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>What is left on the disks behind claims, each claim once. Pure.</summary>
internal static class ClaimMetrics
{
    public static void Write(MetricText text, IEnumerable<ClaimFigures> claims)
    {
        var all = claims.Where(static c => c.Claim.Length > 0).DistinctBy(static c => (c.Namespace, c.Claim)).OrderBy(static c => c.Namespace, StringComparer.Ordinal).ThenBy(static c => c.Claim, StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        Add("available_bytes", "Free space for pods, in bytes.", static d => d.Available);
        Add("capacity_bytes", "Size, in bytes.", static d => d.Total);
        Add("inodes", "Inodes.", static d => d.Inodes);
        Add("inodes_free", "Free inodes.", static d => d.InodesFree);
        Add("inodes_used", "Inodes in use.", static d => d.InodesUsed);
        Add("used_bytes", "Space in use, in bytes.", static d => d.Used);

        void Add(string name, string help, Func<DiskReading, long> value)
        {
            text.Family($"kubelet_volume_stats_{name}", "gauge", help);
            foreach (var claim in all) text.Sample($"kubelet_volume_stats_{name}", value(claim.Disk), null, ("namespace", claim.Namespace), ("persistentvolumeclaim", claim.Claim));
        }
    }
}

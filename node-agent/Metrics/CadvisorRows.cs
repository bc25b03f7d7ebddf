using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>The machine, its pods and their containers in kubelet's tree of control groups. Pure.</summary>
internal static class CadvisorRows
{
    private const string Root = "/kubepods";
    private const long WholeShare = 1024;

    /// <param name="figures">What was measured.</param>
    /// <param name="since">When the machine started.</param>
    public static IReadOnlyList<CadvisorRow> Of(NodeFigures figures, DateTimeOffset since) =>
    [
        Machine(figures, since),
        .. Groups(figures),
        .. figures.Pods.SelectMany(pod => Pod(pod, figures)),
    ];

    private static CadvisorRow Machine(NodeFigures figures, DateTimeOffset since)
    {
        var (devices, left) = (figures.Devices, figures.Left);
        List<CadvisorRow.FileSystem> disks = [new(devices.Data, left.Disk, left.DiskUsed)];
        if (left is { HasImageDisk: true, Images: { } images }) disks.Add(new(devices.Images, images, images.Used));
        return new CadvisorRow
        {
            Id = "/", Usage = figures.Machine.Usage, StartedAt = since, Network = figures.Network, FileSystems = disks,
            Resources = new ContainerResources { CpuShares = WholeShare, Memory = figures.Machine.MemoryTotal },
        };
    }

    /// <summary>All pods, and those of the classes that have a group of their own.</summary>
    private static IEnumerable<CadvisorRow> Groups(NodeFigures figures)
    {
        foreach (var group in (string[])[Root, $"{Root}/burstable", $"{Root}/besteffort"])
        {
            var pods = figures.Pods.Where(p => group == Root || ParentOf(p) == group).Select(static p => p.Total).ToList();
            yield return new CadvisorRow { Id = group, Usage = pods.Aggregate(new ContainerUsage(figures.Time, 0, 0, 0, 0), ContainerUsage.Add) };
        }
    }

    private static IEnumerable<CadvisorRow> Pod(PodFigures pod, NodeFigures figures)
    {
        var id = $"{ParentOf(pod)}/pod{pod.Pod.Uid}";
        var row = new CadvisorRow
        {
            Id = id, Namespace = pod.Pod.Namespace, Pod = pod.Pod.Name, Usage = pod.Total, Resources = Together(pod), StartedAt = pod.Sandbox?.Container.StartedAt,
        };
        yield return row;
        if (pod.Sandbox is { } sandbox) yield return Of(row, sandbox, figures) with { Network = pod.Network };
        foreach (var container in pod.Containers) yield return Of(row, container, figures);
    }

    private static CadvisorRow Of(CadvisorRow pod, ContainerFigures figures, NodeFigures node)
    {
        var container = figures.Container;
        var disk = node.Left.Images ?? node.Left.Disk;
        return pod with
        {
            Id = $"{pod.Id}/{container.Id}", Container = container.Name, Name = container.Id, Image = container.Image.Length > 0 ? container.Image : container.ImageId,
            Usage = figures.Usage, Files = figures.Files, Resources = container.Resources, StartedAt = container.StartedAt,
            FileSystems = figures.Disk is { } written ? [new(node.Devices.Images, disk, written.Layer.Bytes)] : [],
        };
    }

    private static string ParentOf(PodFigures pod) => pod.QosClass switch
    {
        PodQOSClass.Guaranteed => Root,
        PodQOSClass.Burstable => $"{Root}/burstable",
        _ => $"{Root}/besteffort",
    };

    /// <summary>What a pod may use: no more than its containers together, where all have a limit.</summary>
    private static ContainerResources? Together(PodFigures pod)
    {
        var all = pod.Containers.Select(static c => c.Container.Resources).OfType<ContainerResources>().ToList();
        if (all.Count == 0) return null;
        return new ContainerResources
        {
            CpuShares = all.Sum(static r => r.CpuShares),
            CpuQuota = all.All(static r => r.CpuQuota > 0) ? all.Sum(static r => r.CpuQuota) : 0,
            Memory = all.All(static r => r.Memory > 0) ? all.Sum(static r => r.Memory) : 0,
        };
    }
}

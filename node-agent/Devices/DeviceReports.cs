using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>What monitors are told of devices, as by kubelet: each device by itself, once for each NUMA node that it is near to. Pure.</summary>
internal static class DeviceReports
{
    /// <param name="pods">The pods of the node; those that are over have nothing.</param>
    /// <param name="devices">Who has which devices.</param>
    /// <param name="withSidecars">Whether sidecars are told of as well.</param>
    public static ListPodResourcesResponse Of(IEnumerable<Pod> pods, DeviceGrants devices, bool withSidecars) => new()
    {
        PodResources =
        {
            pods.Where(static p => p.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed)).Select(p => new PodResources
            {
                Name = p.Metadata.Name, Namespace = p.Metadata.Namespace,
                Containers =
                {
                    PodContainers.All(p.Spec).Where(c => c.Kind == ContainerKind.Main || (withSidecars && c.Kind == ContainerKind.Sidecar))
                        .Select(c => new ContainerResources { Name = c.Container.Name, Devices = { Of(devices.Had(p.Metadata.Uid, c.Container.Name)) } }),
                },
            }),
        },
    };

    public static IEnumerable<ContainerDevices> Of(IEnumerable<(string Resource, string Id, IReadOnlyList<long>? Nodes)> devices) => devices
        .OrderBy(static d => d.Resource, StringComparer.Ordinal).ThenBy(static d => d.Id, StringComparer.Ordinal)
        .SelectMany(static d => d.Nodes is null ? [One(d.Resource, d.Id)] : d.Nodes.Select(node =>
        {
            var one = One(d.Resource, d.Id);
            one.Topology = new DeviceTopology { Nodes = { new DeviceNode { ID = node } } };
            return one;
        }));

    private static ContainerDevices One(string resource, string id) => new() { ResourceName = resource, DeviceIds = { id } };
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Keeps the EndpointSlices of a service in line with its pods. A service without endpoints keeps one empty slice.</summary>
public static class SlicePlanner
{
    /// <summary>Kubernetes' default for the size of a slice.</summary>
    public const int Capacity = 100;

    /// <summary>The writes that bring the slices in line; none when they are.</summary>
    public static IReadOnlyList<ObjectWrite> Plan(ServiceView view, IIdSource ids, int capacity = Capacity)
    {
        var pods = view.Pods.Where(pod => PodEndpoints.HasEndpoint(view, pod)).OrderBy(static p => p.Metadata.Name, StringComparer.Ordinal).ToList();
        var types = AddressFamilies.Of(view.Service);
        return
        [
            .. types.SelectMany(type => Plan(view, pods, type, ids, capacity)),
            .. view.Slices.Where(slice => !types.Contains(slice.AddressType)).Select(static slice => ObjectDeletion.Of(Resources.EndpointSlices, slice)),
        ];
    }

    private static IReadOnlyList<ObjectWrite> Plan(ServiceView view, IReadOnlyList<Pod> pods, string type, IIdSource ids, int capacity)
    {
        var groups = pods.Select(pod => (Pod: pod, Addresses: AddressFamilies.Of(pod, type))).Where(static p => p.Addresses.Count > 0)
            .Select(p => new SliceGroup(type, Ports(view.Service, p.Pod), [PodEndpoints.Of(view, p.Pod, p.Addresses)]))
            .GroupBy(static g => g.Key).ToDictionary(static same => same.Key, static same => same.First() with { Endpoints = [.. same.SelectMany(static g => g.Endpoints)] });
        EndpointSlice[] slices = [.. view.Slices.Where(slice => slice.AddressType == type)];
        return new SliceSet(slices, Metadata(view.Service), OwnsAnnotations: false, capacity) { Trigger = view.Trigger }.Plan(groups, type, ids);
    }

    /// <summary>That pods are left out because their nodes are gone; null where none is.</summary>
    public static PlannedEvent? LeftOut(ServiceView view)
    {
        var service = $"{view.Service.Metadata.Namespace}/{view.Service.Metadata.Name}";
        string[] lost =
        [
            .. view.Pods.Where(pod => PodEndpoints.HasEndpoint(pod) && !PodEndpoints.HasEndpoint(view, pod))
                .OrderBy(static pod => pod.Metadata.Name, StringComparer.Ordinal)
                .Select(pod => $"skipping Pod {pod.Metadata.Name} for Service {service}: Node {pod.Spec.NodeName} Not Found"),
        ];
        if (lost.Length == 0) return null;
        var why = lost.Length == 1 ? lost[0] : $"[{string.Join(", ", lost)}]";
        return PlannedEvent.Warning("FailedToUpdateEndpointSlices", $"Error updating Endpoint Slices for Service {service}: {why}") with
        {
            Component = ServiceFacts.SliceRecorder,
        };
    }

    private static ObjectMeta Metadata(Service service) => new()
    {
        GenerateName = service.Metadata.Name + "-",
        Namespace = service.Metadata.Namespace,
        Labels = Labels(service),
        OwnerReferences = [service.ControllerReference()],
    };

    private static IReadOnlyDictionary<string, string> Labels(Service service)
    {
        var labels = service.Metadata.Labels.With(ServiceFacts.ServiceNameLabel, service.Metadata.Name)
            .With(ServiceFacts.SliceManagedByLabel, ServiceFacts.SliceManager);
        return service.IsHeadless() ? labels.With(ServiceFacts.HeadlessLabel, "") : labels.Without(ServiceFacts.HeadlessLabel);
    }

    private static IReadOnlyList<EndpointPort> Ports(Service service, Pod pod) =>
        [.. PodPort.Of(service, pod).Select(static p => new EndpointPort { Name = p.Name, Protocol = p.Protocol, Port = p.Port, AppProtocol = p.AppProtocol })];
}

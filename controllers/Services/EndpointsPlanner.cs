using EndpointPort = Orleans.Kube.Model.Core.EndpointPort;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Keeps the Endpoints of a service, the older form of its slices, in line with its pods.</summary>
public static class EndpointsPlanner
{
    /// <summary>Kubernetes' bound on the addresses of one Endpoints.</summary>
    public const int Capacity = 1000;

    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";

    /// <summary>The write that brings the Endpoints in line, or null when they are.</summary>
    public static ObjectWrite? Plan(ServiceView view)
    {
        var all = EndpointSubsets.Repack(view.Pods.Where(pod => Belongs(view.Service, pod)).SelectMany(pod => Subsets(view.Service, pod)));
        var subsets = EndpointsCapacity.Truncate(all, Capacity, out var truncated);
        var (labels, annotations) = (Labels(view.Service), Annotations(view.Endpoints, truncated));
        var told = TriggerTimes.Annotate(annotations, view.Trigger);
        if (view.Endpoints is not { } known) return Create(view.Service, labels, told, subsets);
        if (RecordEquality.Same(known.Subsets, subsets) && Same(known.Metadata.Labels, labels) && Same(known.Metadata.Annotations.Without(TriggerTimes.Annotation), annotations)) return null;
        return ObjectReplacement.Of(Resources.Endpoints, known with
        {
            Subsets = subsets,
            Metadata = known.Metadata with { Labels = labels, Annotations = told },
        });
    }

    private static ObjectCreation Create(
        Service service, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations, IReadOnlyList<EndpointSubset> subsets) =>
        ObjectCreation.Of(Resources.Endpoints, new Endpoints
        {
            ApiVersion = "v1",
            Kind = "Endpoints",
            Metadata = new ObjectMeta { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace, Labels = labels, Annotations = annotations },
            Subsets = subsets,
        });

    /// <summary>Unlike slices, Endpoints leave out pods that are ending, unless they are to be published anyway.</summary>
    private static bool Belongs(Service service, Pod pod) =>
        PodEndpoints.HasEndpoint(pod) && (service.Spec.PublishNotReadyAddresses || !pod.IsDeleting());

    /// <summary>The pod under its first address of the service's first family; a pod that has none, or none of the ports, is left out.</summary>
    private static IEnumerable<EndpointSubset> Subsets(Service service, Pod pod)
    {
        if (AddressFamilies.Of(pod, AddressFamilies.Of(service)[0]) is not [var ip, ..]) return [];
        EndpointPort[] ports = [.. PodPort.Of(service, pod).Select(Port)];
        if (ports.Length == 0 && service.Spec.Ports.Count > 0) return [];
        EndpointAddress[] address = [Address(service, pod, ip)];
        return service.Spec.PublishNotReadyAddresses || pod.IsReady()
            ? [new EndpointSubset { Addresses = address, Ports = ports }]
            : [new EndpointSubset { NotReadyAddresses = address, Ports = ports }];
    }

    private static EndpointPort Port(PodPort port) => new() { Name = port.Name, Port = port.Port, Protocol = port.Protocol, AppProtocol = port.AppProtocol };

    private static EndpointAddress Address(Service service, Pod pod, string ip) => new()
    {
        Ip = ip,
        Hostname = PodEndpoints.Hostname(service, pod) ?? "",
        NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
        TargetRef = PodEndpoints.Reference(pod),
    };

    private static IReadOnlyDictionary<string, string> Labels(Service service)
    {
        var labels = service.Metadata.Labels.With(ServiceFacts.EndpointsManagedByLabel, ServiceFacts.EndpointsManager);
        return service.IsHeadless() ? labels.With(ServiceFacts.HeadlessLabel, "") : labels.Without(ServiceFacts.HeadlessLabel);
    }

    private static IReadOnlyDictionary<string, string> Annotations(Endpoints? known, bool truncated)
    {
        var annotations = known?.Metadata.Annotations.Without(TriggerTimes.Annotation) ?? EmptyMap<string>.Value;
        return truncated ? annotations.With(OverCapacity, "truncated") : annotations.Without(OverCapacity);
    }

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.Contains(right);
}

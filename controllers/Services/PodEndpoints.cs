using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Pods as endpoints of a service (k8s.io/endpointslice, podToEndpoint).</summary>
public static class PodEndpoints
{
    /// <summary>A pod has an endpoint while it has an address and has not ended.</summary>
    public static bool HasEndpoint(Pod pod) => (pod.Status.PodIP.Length > 0 || pod.Status.PodIPs.Count > 0) && !pod.IsFinished();

    /// <summary>The same for slices, which leave out pods whose node is gone, unless they are to be published anyway.</summary>
    public static bool HasEndpoint(ServiceView view, Pod pod) =>
        HasEndpoint(pod) && (view.Service.Spec.PublishNotReadyAddresses || !view.LostNodes.Contains(pod.Spec.NodeName));

    /// <param name="view">The service's view.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Its addresses.</param>
    public static Endpoint Of(ServiceView view, Pod pod, IReadOnlyList<string> addresses)
    {
        var (serving, terminating) = (pod.IsReady(), pod.IsDeleting());
        return new Endpoint
        {
            Addresses = addresses,
            Conditions = new EndpointConditions
            {
                Ready = IsReady(view.Service, pod),
                Serving = serving,
                Terminating = terminating,
            },
            Hostname = Hostname(view.Service, pod),
            NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
            TargetRef = Reference(pod),
            Zone = view.Zones.GetValueOrDefault(pod.Spec.NodeName),
            Hints = view.HintZones.TryGetValue(pod.Metadata.Uid, out var zone) ? new EndpointHints { ForZones = [new ForZone { Name = zone }] } : null,
        };
    }

    /// <summary>Whether the service sends new connections to the pod.</summary>
    public static bool IsReady(Service service, Pod pod) => service.Spec.PublishNotReadyAddresses || (pod.IsReady() && !pod.IsDeleting());

    /// <summary>The name that DNS gives to the pod under its headless service, or null.</summary>
    public static string? Hostname(Service service, Pod pod) =>
        pod.Spec.Hostname.Length > 0 && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null;

    public static ObjectReference Reference(Pod pod) =>
        new() { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };
}

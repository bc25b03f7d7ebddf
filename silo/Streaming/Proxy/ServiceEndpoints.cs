using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>Finds who answers for a service.</summary>
public sealed class ServiceEndpoints
{
    private static readonly GroupResource Services = new("", "services");
    private static readonly GroupResource Slices = new("discovery.k8s.io", "endpointslices");

    /// <summary>One of the ready endpoints behind a port of a service: its pod (empty where it is none), its address and its port.</summary>
    /// <param name="view">The state of the cluster.</param>
    /// <param name="namespace">The service's namespace.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="port">The name or the number of its port; empty for its only one, or the one that has no name.</param>
    /// <exception cref="StatusException">There is no such service or port (404, 503), or no endpoint is ready (503).</exception>
    public (string Pod, string Address, int Port) Choose(IClusterView view, string @namespace, string name, string port)
    {
        var service = view.Find(new ObjectKey(Services, @namespace, name))?.As<Service>() ?? throw Failures.NotFound(Services, name);
        var ports = service.Spec.Ports;
        var chosen = port.Length == 0
            ? ports.Count == 1 ? ports[0] : ports.FirstOrDefault(static p => p.Name.Length == 0)
            : ports.FirstOrDefault(p => p.Name == port || p.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) == port);
        if (chosen is null) throw Failures.ServiceUnavailable($"no service port \"{port}\" found for service \"{name}\"");
        var found = view.List(Slices, @namespace).Select(static s => s.As<EndpointSlice>())
            .Where(s => s.Metadata.Labels.GetValueOrDefault("kubernetes.io/service-name") == name)
            .SelectMany(s => Ready(s, chosen.Name)).ToList();
        return found.Count > 0 ? found[Random.Shared.Next(found.Count)] : throw Failures.ServiceUnavailable($"no endpoints available for service \"{name}\"");
    }

    private static IEnumerable<(string Pod, string Address, int Port)> Ready(EndpointSlice slice, string portName)
    {
        if (slice.Ports.FirstOrDefault(p => (p.Name ?? "") == portName)?.Port is not { } port) return [];
        return slice.Endpoints.Where(static e => e.Conditions.Ready != false && e.Addresses.Count > 0).Select(e => (e.TargetRef is { Kind: "Pod" } pod ? pod.Name : "", e.Addresses[0], port));
    }
}

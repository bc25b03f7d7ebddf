using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Variables;

/// <summary>The variables by which a container finds services, as Docker links named them. Pure.</summary>
public static class ServiceVariables
{
    /// <summary>The variables for a pod: of all services of its namespace when it wants links, and always of the API server's, unless one of its namespace bears the same name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(string @namespace, bool links, IEnumerable<Service> services) => services
        .Where(s => s.Spec.ClusterIP is { Length: > 0 } and not "None")
        .Where(s => (links && s.Metadata.Namespace == @namespace) || s.Metadata is { Namespace: "default", Name: "kubernetes" })
        .OrderByDescending(s => s.Metadata.Namespace == @namespace).ThenBy(s => s.Metadata.Name, StringComparer.Ordinal)
        .DistinctBy(s => s.Metadata.Name)
        .SelectMany(Of);

    private static IEnumerable<KeyValuePair<string, string>> Of(Service service)
    {
        var name = Upper(service.Metadata.Name);
        var (host, ports) = (service.Spec.ClusterIP, service.Spec.Ports);
        if (ports.Count == 0) yield break;
        yield return new($"{name}_SERVICE_HOST", host);
        yield return new($"{name}_SERVICE_PORT", Text(ports[0].Port));
        foreach (var port in ports.Where(p => p.Name.Length > 0)) yield return new($"{name}_SERVICE_PORT_{Upper(port.Name)}", Text(port.Port));
        yield return new($"{name}_PORT", Address(ports[0], host));
        foreach (var port in ports)
        {
            var prefix = $"{name}_PORT_{Text(port.Port)}_{Protocol(port).ToUpperInvariant()}";
            yield return new(prefix, Address(port, host));
            yield return new($"{prefix}_PROTO", Protocol(port));
            yield return new($"{prefix}_PORT", Text(port.Port));
            yield return new($"{prefix}_ADDR", host);
        }
    }

    private static string Address(ServicePort port, string host) => $"{Protocol(port)}://{host}:{Text(port.Port)}";

    private static string Protocol(ServicePort port) => port.Protocol.Length == 0 ? "tcp" : port.Protocol.ToLowerInvariant();

    private static string Upper(string name) => name.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

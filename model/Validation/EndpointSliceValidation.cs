using System.Net.Sockets;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Model.Validation;

/// <summary>Endpoint slices (k8s.io/kubernetes/pkg/apis/discovery/validation).</summary>
internal static class EndpointSliceValidation
{
    private const int MaximumEndpoints = 1000;
    private const int MaximumAddresses = 100;
    private const int MaximumPorts = 20000;

    public static void Validate(EndpointSlice slice, FieldErrors errors)
    {
        Rules.OneOf("addressType", slice.AddressType, errors, AddressType.FQDN, AddressType.IPv4, AddressType.IPv6);
        if (slice.Endpoints.Count > MaximumEndpoints) errors.TooMany("endpoints", slice.Endpoints.Count, MaximumEndpoints);
        else
            for (var i = 0; i < slice.Endpoints.Count; i++)
                using (errors.At("endpoints", i)) Endpoint(slice.Endpoints[i], slice.AddressType, errors);
        if (slice.Ports.Count > MaximumPorts) errors.TooMany("ports", slice.Ports.Count, MaximumPorts);
        else Ports(slice, errors);
    }

    private static void Endpoint(Endpoint endpoint, string addressType, FieldErrors errors)
    {
        if (endpoint.Addresses.Count == 0) errors.Required("addresses", "must contain at least 1 address");
        if (endpoint.Addresses.Count > MaximumAddresses) errors.TooMany("addresses", endpoint.Addresses.Count, MaximumAddresses);
        for (var i = 0; i < endpoint.Addresses.Count; i++)
            using (errors.At("addresses", i)) Address(endpoint.Addresses[i], addressType, errors);
        if (endpoint.NodeName is not null) errors.InvalidEach("nodeName", endpoint.NodeName, Names.DnsSubdomain(endpoint.NodeName));
        if (endpoint.Hostname is not null) errors.InvalidEach("hostname", endpoint.Hostname, Names.DnsLabel(endpoint.Hostname));
        var zones = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; endpoint.Hints is not null && i < endpoint.Hints.ForZones.Count; i++)
        {
            var zone = endpoint.Hints.ForZones[i].Name;
            if (!zones.Add(zone)) errors.Duplicate($"hints.forZones[{i}].name", zone);
            errors.InvalidEach($"hints.forZones[{i}].name", zone, LabelRules.Value(zone));
        }
    }

    private static void Address(string address, string type, FieldErrors errors)
    {
        if (type == AddressType.FQDN)
        {
            errors.InvalidEach("", address, Names.DnsSubdomain(address));
            return;
        }

        if (type is not (AddressType.IPv4 or AddressType.IPv6)) return;
        var family = type == AddressType.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (!Rules.TryParseIp(address, out var ip)) errors.Invalid("", address, Rules.IpMessage);
        else if (ip.AddressFamily != family) errors.Invalid("", address, $"must be an {type} address");
        else EndpointAddresses.NotSpecial("", address, ip, errors);
    }

    private static void Ports(EndpointSlice slice, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < slice.Ports.Count; i++)
        {
            using var _ = errors.At("ports", i);
            var port = slice.Ports[i];
            if (!string.IsNullOrEmpty(port.Name)) errors.InvalidEach("name", port.Name, Names.DnsLabel(port.Name));
            if (!names.Add(port.Name ?? "")) errors.Duplicate("name", port.Name);
            if (port.Protocol is null) errors.Required("protocol");
            else Rules.NoneOrOneOf("protocol", port.Protocol, errors, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
            if (port.AppProtocol is not null) errors.InvalidEach("appProtocol", port.AppProtocol, LabelRules.QualifiedName(port.AppProtocol));
        }
    }
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>endpoints: the addresses behind a service in the old form; EndpointSlices are the new one.</summary>
public sealed class EndpointsDefinition : ResourceDefinition<Endpoints>
{
    public override string Plural => "endpoints";

    public override string Singular => "endpoints";

    public override IReadOnlyList<string> ShortNames => ["ep"];

    public override bool AllowsCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Endpoints", "string", "The addresses that are ready.", Addresses),
        TableColumn.Age,
    ];

    protected override Endpoints Default(Endpoints value)
    {
        var subsets = value.Subsets.Map(Default);
        return ReferenceEquals(subsets, value.Subsets) ? value : value with { Subsets = subsets };
    }

    private static EndpointSubset Default(EndpointSubset subset)
    {
        var ports = subset.Ports.Map(static p => p.Protocol.Length > 0 ? p : p with { Protocol = Protocol.TCP });
        return ReferenceEquals(ports, subset.Ports) ? subset : subset with { Ports = ports };
    }

    private static string Addresses(Endpoints endpoints)
    {
        var addresses = new List<string>();
        foreach (var subset in endpoints.Subsets)
        {
            if (subset.Ports.Count == 0) addresses.AddRange(subset.Addresses.Select(static a => a.Ip));
            foreach (var port in subset.Ports) addresses.AddRange(subset.Addresses.Select(a => a.Ip.Contains(':') ? $"[{a.Ip}]:{port.Port}" : $"{a.Ip}:{port.Port}"));
        }

        return Cells.Some(addresses, 3, Cells.None);
    }

    public override string DeprecationWarning => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

    protected override void Validate(Endpoints value, FieldErrors errors)
    {
        for (var i = 0; i < value.Subsets.Count; i++)
            using (errors.At("subsets", i)) Subset(value.Subsets[i], errors);
    }

    private static void Subset(EndpointSubset subset, FieldErrors errors)
    {
        if (subset.Addresses.Count == 0 && subset.NotReadyAddresses.Count == 0) errors.Required("", "must specify `addresses` or `notReadyAddresses`");
        for (var i = 0; i < subset.Addresses.Count; i++)
            using (errors.At("addresses", i)) Address(subset.Addresses[i], errors);
        for (var i = 0; i < subset.NotReadyAddresses.Count; i++)
            using (errors.At("notReadyAddresses", i)) Address(subset.NotReadyAddresses[i], errors);
        for (var i = 0; i < subset.Ports.Count; i++)
        {
            using var _ = errors.At("ports", i);
            var port = subset.Ports[i];
            if (subset.Ports.Count > 1 && port.Name.Length == 0) errors.Required("name");
            else if (port.Name.Length > 0) errors.InvalidEach("name", port.Name, Names.DnsLabel(port.Name));
            errors.InvalidEach("port", port.Port, Rules.Port(port.Port));
            Rules.OneOf("protocol", port.Protocol, errors, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
            if (port.AppProtocol is not null) errors.InvalidEach("appProtocol", port.AppProtocol, LabelRules.QualifiedName(port.AppProtocol));
        }
    }

    private static void Address(EndpointAddress address, FieldErrors errors)
    {
        EndpointAddresses.Public("ip", address.Ip, errors);
        if (!Rules.TryParseIp(address.Ip, out var _)) errors.Invalid("ip", address.Ip, "must be a valid IP address");
        if (address.Hostname.Length > 0) errors.InvalidEach("hostname", address.Hostname, Names.DnsLabel(address.Hostname));
        if (address.NodeName is not null) errors.InvalidEach("nodeName", address.NodeName, Names.DnsSubdomain(address.NodeName));
    }
}

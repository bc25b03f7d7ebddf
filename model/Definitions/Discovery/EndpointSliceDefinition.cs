using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Validation;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.Model.Definitions;

/// <summary>endpointslices: some of the addresses behind a service.</summary>
public sealed class EndpointSliceDefinition : ResourceDefinition<EndpointSlice>
{
    public override string Plural => "endpointslices";

    public override bool HasGeneration => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("AddressType", "string", "IPv4, IPv6 or FQDN.", static s => s.AddressType),
        Column("Ports", "string", "The ports at the addresses.", static s => Cells.Some([.. s.Ports.Select(Port)], 3, Cells.Unset)),
        Column("Endpoints", "string", "The addresses.", static s => Cells.Some([.. s.Endpoints.SelectMany(static e => e.Addresses)], 3, Cells.Unset)),
        TableColumn.Age,
    ];

    protected override EndpointSlice Default(EndpointSlice value)
    {
        var ports = value.Ports.Map(static p => p is { Name: not null, Protocol: not null } ? p : p with { Name = p.Name ?? "", Protocol = p.Protocol ?? Protocol.TCP });
        return ReferenceEquals(ports, value.Ports) ? value : value with { Ports = ports };
    }

    /// <summary>The topology of the version before cannot be set any more: zones have a field.</summary>
    protected override EndpointSlice PrepareForCreate(EndpointSlice value)
    {
        var endpoints = value.Endpoints.Map(static e => e.DeprecatedTopology.Count == 0 ? e : e with { DeprecatedTopology = EmptyMap<string>.Value });
        return ReferenceEquals(endpoints, value.Endpoints) ? value : value with { Endpoints = endpoints };
    }

    private static string Port(EndpointPort port) => port.Port is { } number ? Cells.Number(number) : string.IsNullOrEmpty(port.Name) ? "*" : port.Name;

    protected override void Validate(EndpointSlice value, FieldErrors errors) => EndpointSliceValidation.Validate(value, errors);

    protected override void ValidateUpdate(EndpointSlice value, EndpointSlice old, FieldErrors errors) =>
        errors.Immutable("addressType", value.AddressType, old.AddressType);
}

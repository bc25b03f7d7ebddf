using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

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
}

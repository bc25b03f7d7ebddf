using System.Collections.Immutable;
using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>All chains that services need.</summary>
public sealed record PacketRules(PacketTable Nat, PacketTable Filter)
{
    /// <summary>The endpoints behind each place where services take datagrams.</summary>
    public IReadOnlyDictionary<ServiceFront, IReadOnlySet<IPEndPoint>> Udp { get; init; } = new Dictionary<ServiceFront, IReadOnlySet<IPEndPoint>>();

    /// <summary>What load balancers are told.</summary>
    public IReadOnlyList<HealthCheck> HealthChecks { get; init; } = [];

    /// <summary>These rules and more chains of the filter table.</summary>
    public PacketRules With(IReadOnlyDictionary<string, IReadOnlyList<string>> filter) =>
        this with { Filter = Filter with { Chains = Filter.Chains.AddRange(filter.Select(static chain => KeyValuePair.Create(chain.Key, chain.Value.ToImmutableArray()))) } };

    public IEnumerable<PacketTable> Tables => [Nat, Filter];
}

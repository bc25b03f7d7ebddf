using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>All chains that services need.</summary>
public sealed record PacketRules(PacketTable Nat, PacketTable Filter)
{
    /// <summary>The endpoints behind each place where services take datagrams.</summary>
    public IReadOnlyDictionary<ServiceFront, IReadOnlySet<IPEndPoint>> Udp { get; init; } = new Dictionary<ServiceFront, IReadOnlySet<IPEndPoint>>();

    /// <summary>What load balancers are told.</summary>
    public IReadOnlyList<HealthCheck> HealthChecks { get; init; } = [];

    public IEnumerable<PacketTable> Tables => [Nat, Filter];
}

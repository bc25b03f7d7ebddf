namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>All chains that services need.</summary>
public sealed record PacketRules(PacketTable Nat, PacketTable Filter)
{
    public IEnumerable<PacketTable> Tables => [Nat, Filter];
}

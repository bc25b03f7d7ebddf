namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>What the rules of services depend on beyond the services.</summary>
public sealed record ProxySettings
{
    public required string NodeName { get; init; }

    /// <summary>What tells this agent's chains from those of other agents on the machine.</summary>
    public required ChainNames Chains { get; init; }

    /// <summary>The addresses of this node's pods.</summary>
    public required string PodCidr { get; init; }

    /// <summary>The bit of a packet's mark that asks for the node's own source address.</summary>
    public int MasqueradeMark { get; init; } = 0x4000;

    /// <summary>The bit of a packet's mark that says that a network policy allows it.</summary>
    public int AllowedMark { get; init; } = 0x2000;
}

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>The machine's packet filter.</summary>
public interface IPacketFilter
{
    /// <summary>Loads rules (the input of <c>iptables-restore --noflush</c>).</summary>
    /// <exception cref="PacketFilterException">They were refused; nothing has changed.</exception>
    Task LoadAsync(string text, CancellationToken cancellationToken);

    /// <summary>By table: the chains that agents made here.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ChainsAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that the built-in chains lead into the agent's, before anyone else's.</summary>
    /// <exception cref="PacketFilterException">They cannot be made to.</exception>
    Task HookAsync(CancellationToken cancellationToken);

    /// <summary>Takes the agent's chains out of the built-in ones and removes them.</summary>
    Task RemoveAsync(CancellationToken cancellationToken);
}

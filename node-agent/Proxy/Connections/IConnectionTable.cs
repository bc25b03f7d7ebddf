namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>The flows that the kernel keeps on their way once their first packet has found it.</summary>
public interface IConnectionTable
{
    /// <exception cref="IOException">The kernel does not tell.</exception>
    IReadOnlyList<UdpFlow> ReadUdp();

    /// <summary>Forgets a flow: its next packet finds its way anew. One that is gone already is no error.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    void Forget(UdpFlow flow);
}

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>A query.</summary>
/// <param name="Id">The number that the answer repeats.</param>
/// <param name="Name">In lower case, without the dot at the end; empty for the root.</param>
/// <param name="Type">What is asked for.</param>
/// <param name="Wire">The question as it came: the name as the client spells it, type and class.</param>
public sealed record DnsQuestion(ushort Id, string Name, DnsType Type, ReadOnlyMemory<byte> Wire)
{
    /// <summary>Whether the client asks the server to ask others.</summary>
    public bool IsRecursionDesired { get; init; }

    /// <summary>The largest datagram that the client takes: 512 bytes unless it says more (EDNS).</summary>
    public int LargestDatagram { get; init; } = 512;

    /// <summary>Whether the client speaks EDNS, so that the answer does too.</summary>
    public bool HasExtensions { get; init; }
}

using System.Buffers.Binary;
using System.Net;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.Services;

/// <summary>The ranges that services get their addresses and ports from.</summary>
public sealed record ServiceNetwork
{
    /// <summary>The range of cluster IPs (Kubernetes' usual: 10.96.0.0/12).</summary>
    public IPNetwork Addresses { get; init; } = new(new IPAddress([10, 96, 0, 0]), 12);

    /// <summary>The first node port.</summary>
    public int FirstNodePort { get; init; } = 30000;

    /// <summary>The last node port.</summary>
    public int LastNodePort { get; init; } = 32767;

    /// <summary>How many addresses at the start of the range are only given to services that ask for them by number.</summary>
    public int StaticAddresses { get; init; } = 256;

    /// <summary>How many ports at the start of the range are only given to services that ask for them by number.</summary>
    public int StaticNodePorts { get; init; } = 86;

    /// <summary>How many addresses the range has.</summary>
    public uint Size => 1u << (32 - Addresses.PrefixLength);

    /// <summary>The place of an address in the range, or null when it is not in it or names the network itself.</summary>
    public uint? Offset(string address)
    {
        if (!IpText.TryParse(address, out var parsed) || !Addresses.Contains(parsed)) return null;
        var offset = Number(parsed) - Number(Addresses.BaseAddress);
        return offset == 0 || offset == Size - 1 ? null : offset;
    }

    /// <summary>The address at a place of the range.</summary>
    public string Address(uint offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Number(Addresses.BaseAddress) + offset);
        return new IPAddress(bytes).ToString();
    }

    private static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.Services;

/// <summary>A range of IPv4 addresses for services. Its first address names the network and its last means all of it, so neither is given.</summary>
public sealed record ServiceRange(IPNetwork Network)
{
    // k8s.io/kubernetes/pkg/registry/core/service/ipallocator: a sixteenth of the range, between these bounds.
    private const long LeastStatic = 16;
    private const long MostStatic = 256;
    private const int LongestPrefix = 30;

    private readonly long _base = Number(Network.BaseAddress);
    private readonly long _size = 1L << (32 - Network.PrefixLength);

    /// <summary>The first address that is given.</summary>
    public long First => _base + 1;

    /// <summary>Where those addresses end that are given last to services which ask for none by number, so that the others find them free.</summary>
    public long Dynamic => First + (_size <= LeastStatic ? 0 : Math.Clamp(_size / 16, LeastStatic, MostStatic));

    /// <summary>After the last address that is given.</summary>
    public long End => _base + _size - 1;

    /// <summary>The range that a text means; null when it is none of IPv4 or too small to give an address.</summary>
    public static ServiceRange? Of(string cidr) =>
        Rules.Network(cidr) is { BaseAddress.AddressFamily: AddressFamily.InterNetwork, PrefixLength: <= LongestPrefix } network ? new ServiceRange(network) : null;

    /// <summary>Whether the address is one that the range gives.</summary>
    public bool Gives(long address) => address >= First && address < End;

    /// <summary>An address as a number, or null when it is none of IPv4.</summary>
    public static long? NumberOf(string address) =>
        IpText.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork ? Number(parsed) : null;

    /// <summary>The address of a number.</summary>
    public static string Address(long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        return new IPAddress(bytes).ToString();
    }

    private static long Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}

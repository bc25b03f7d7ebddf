using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>The kernel's connection tracking by netlink (linux/netfilter/nfnetlink_conntrack.h).</summary>
internal sealed class KernelConnections : IConnectionTable
{
    private const ushort New = 0x100, Get = 0x101, Delete = 0x102;
    private const ushort Failure = 2, Done = 3;
    private const ushort Request = 1, Acknowledge = 4, Dump = 0x300;
    private const int Original = 1, Reply = 2, Zone = 18;
    private const int Addresses = 1, Protocol = 2;
    private const int NoSuchEntry = 2;
    private const byte InterNetwork = 2;
    private const byte Udp = 17;
    private const int HeaderBytes = 16;
    private const int FamilyBytes = 4;

    public IReadOnlyList<UdpFlow> ReadUdp()
    {
        using var socket = NetlinkSocket.Open();
        socket.Send(Message(Get, Request | Dump, []));
        var flows = new List<UdpFlow>();
        while (true)
        {
            foreach (var (type, body) in Messages(socket.Receive()))
            {
                if (type == Done) return flows;
                if (type == Failure) throw new IOException($"connections cannot be read: error {-MemoryMarshal.Read<int>(body.Span)}");
                if (type == New && Flow(body.Span[FamilyBytes..]) is { } flow) flows.Add(flow);
            }
        }
    }

    public void Forget(UdpFlow flow)
    {
        using var socket = NetlinkSocket.Open();
        socket.Send(Message(Delete, Request | Acknowledge, flow.Identity.Span));
        foreach (var (type, body) in Messages(socket.Receive()))
            if (type == Failure && -MemoryMarshal.Read<int>(body.Span) is not (0 or NoSuchEntry) and var error) throw new IOException($"a connection cannot be forgotten: error {error}");
    }

    private static byte[] Message(ushort type, int flags, ReadOnlySpan<byte> attributes)
    {
        var message = new byte[HeaderBytes + FamilyBytes + attributes.Length];
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message.AsSpan(4), type);
        MemoryMarshal.Write(message.AsSpan(6), (ushort)flags);
        message[HeaderBytes] = InterNetwork;
        attributes.CopyTo(message.AsSpan(HeaderBytes + FamilyBytes));
        return message;
    }

    private static IEnumerable<(ushort Type, ReadOnlyMemory<byte> Body)> Messages(ReadOnlyMemory<byte> received)
    {
        while (received.Length >= HeaderBytes)
        {
            var length = MemoryMarshal.Read<int>(received.Span);
            if (length < HeaderBytes || length > received.Length) throw new IOException("netlink: a message is cut off");
            yield return (MemoryMarshal.Read<ushort>(received.Span[4..]), received[HeaderBytes..length]);
            received = received[Math.Min(Aligned(length), received.Length)..];
        }
    }

    private static UdpFlow? Flow(ReadOnlySpan<byte> attributes)
    {
        (IPEndPoint Destination, IPEndPoint Source)? original = null, reply = null;
        var identity = new List<byte>();
        foreach (var (type, range) in Attributes(attributes))
        {
            var value = attributes[range];
            if (type == Original) original = Tuple(value[4..]);
            else if (type == Reply) reply = Tuple(value[4..]);
            if (type is not (Original or Zone)) continue;
            identity.AddRange(value);
            while (identity.Count % 4 != 0) identity.Add(0);
        }

        return original is { } to && reply is { } from ? new UdpFlow(to.Destination, from.Source, identity.ToArray()) : null;
    }

    /// <summary>The ends of a tuple, or null where it is not one of UDP over IPv4.</summary>
    private static (IPEndPoint Destination, IPEndPoint Source)? Tuple(ReadOnlySpan<byte> attributes)
    {
        IPAddress? source = null, destination = null;
        var (protocol, sourcePort, destinationPort) = ((byte)0, 0, 0);
        foreach (var (outer, range) in Attributes(attributes))
        {
            var inner = attributes[range][4..];
            foreach (var (type, part) in Attributes(inner))
            {
                var value = inner[part][4..];
                switch (outer, type)
                {
                    case (Addresses, 1) when value.Length == 4: source = new IPAddress(value); break;
                    case (Addresses, 2) when value.Length == 4: destination = new IPAddress(value); break;
                    case (Protocol, 1): protocol = value[0]; break;
                    case (Protocol, 2): sourcePort = BinaryPrimitives.ReadUInt16BigEndian(value); break;
                    case (Protocol, 3): destinationPort = BinaryPrimitives.ReadUInt16BigEndian(value); break;
                }
            }
        }

        return protocol == Udp && source is not null && destination is not null ? (new IPEndPoint(destination, destinationPort), new IPEndPoint(source, sourcePort)) : null;
    }

    /// <summary>The attributes with where they are, their headers of four bytes included.</summary>
    private static List<(int Type, Range Range)> Attributes(ReadOnlySpan<byte> bytes)
    {
        var found = new List<(int Type, Range Range)>();
        for (var at = 0; at + 4 <= bytes.Length;)
        {
            int length = MemoryMarshal.Read<ushort>(bytes[at..]);
            if (length < 4 || at + length > bytes.Length) throw new IOException("netlink: an attribute is cut off");
            found.Add((MemoryMarshal.Read<ushort>(bytes[(at + 2)..]) & 0x3fff, at..(at + length)));
            at += Aligned(length);
        }

        return found;
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}

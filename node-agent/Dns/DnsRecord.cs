using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>A resource record. Names are without the dot at the end.</summary>
/// <param name="Name">Whose record.</param>
/// <param name="Type">What it tells.</param>
/// <param name="Seconds">How long it may be kept.</param>
public abstract record DnsRecord(string Name, DnsType Type, uint Seconds)
{
    /// <summary>An address: A or AAAA by its family.</summary>
    public sealed record Address(string Name, uint Seconds, IPAddress Value)
        : DnsRecord(Name, Value.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.AAAA, Seconds);

    /// <summary>Another name: CNAME, PTR or NS.</summary>
    public sealed record Pointer(string Name, DnsType Type, uint Seconds, string Target) : DnsRecord(Name, Type, Seconds);

    /// <summary>Where a service listens.</summary>
    public sealed record Server(string Name, uint Seconds, ushort Weight, ushort Port, string Target) : DnsRecord(Name, DnsType.SRV, Seconds);

    public sealed record Text(string Name, uint Seconds, string Value) : DnsRecord(Name, DnsType.TXT, Seconds);

    /// <summary>The authority over a zone; its <paramref name="Seconds"/> are also how long an absence may be kept.</summary>
    public sealed record Authority(string Name, uint Seconds, string PrimaryServer, string Mailbox, uint Serial) : DnsRecord(Name, DnsType.SOA, Seconds);
}

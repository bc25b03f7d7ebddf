using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>IP addresses and networks. An IPv4 address written as IPv6, or one with a zone, is none.</summary>
internal static class Addresses
{
    public static readonly CelType Ip = Opaque("net.IP");
    public static readonly CelType Cidr = Opaque("net.CIDR");

    public static void Declare(FunctionTable table)
    {
        var text = CelType.String;
        table.Global("isIP", [text], Bool, static a => Address((string)a[0]!) is not null);
        table.Global("ip", [text], Ip, static a => Parsed((string)a[0]!));
        table.Global("ip.isCanonical", [text], Bool, static a => Parsed((string)a[0]!).ToString() == (string)a[0]!);
        table.Member("family", [Ip], Int, static a => Of(a).AddressFamily == AddressFamily.InterNetwork ? 4L : 6L);
        table.Member("isUnspecified", [Ip], Bool, static a => Of(a).Equals(IPAddress.Any) || Of(a).Equals(IPAddress.IPv6Any));
        table.Member("isLoopback", [Ip], Bool, static a => IPAddress.IsLoopback(Of(a)));
        table.Member("isLinkLocalMulticast", [Ip], Bool, static a => IsLinkLocalMulticast(Of(a)));
        table.Member("isLinkLocalUnicast", [Ip], Bool, static a => IsLinkLocal(Of(a)));
        table.Member("isGlobalUnicast", [Ip], Bool, static a => IsGlobal(Of(a)));
        table.Global("isCIDR", [text], Bool, static a => Network((string)a[0]!) is not null);
        table.Global("cidr", [text], Cidr, static a => ParsedNetwork((string)a[0]!));
        table.Member("containsIP", [Cidr, text], Bool, static a => Block(a).Contains(Parsed((string)a[1]!)));
        table.Member("containsIP", [Cidr, Ip], Bool, static a => Block(a).Contains((IPAddress)a[1]!));
        table.Member("containsCIDR", [Cidr, text], Bool, static a => Contains(Block(a), ParsedNetwork((string)a[1]!)));
        table.Member("containsCIDR", [Cidr, Cidr], Bool, static a => Contains(Block(a), (CelNetwork)a[1]!));
        table.Member("ip", [Cidr], Ip, static a => Block(a).Address);
        table.Member("masked", [Cidr], Cidr, static a => Block(a).Masked);
        table.Member("prefixLength", [Cidr], Int, static a => (long)Block(a).PrefixLength);
    }

    private static IPAddress Of(object?[] a) => (IPAddress)a[0]!;

    private static CelNetwork Block(object?[] a) => (CelNetwork)a[0]!;

    private static IPAddress Parsed(string text) => Address(text) ?? throw new CelFailure($"IP Address \"{text}\" parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP");

    private static CelNetwork ParsedNetwork(string text) => Network(text) ?? throw new CelFailure($"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\"): no '/'");

    private static IPAddress? Address(string text)
    {
        if (text.Contains('%') || text.Contains('[') || !IPAddress.TryParse(text, out var address)) return null;
        if (address.IsIPv4MappedToIPv6) return null;
        return address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text ? null : address;
    }

    private static CelNetwork? Network(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || Address(text[..slash]) is not { } address) return null;
        var length = text.AsSpan(slash + 1);
        return length.Length is 1 or 2 or 3 && (length[0] != '0' || length.Length == 1) && byte.TryParse(length, System.Globalization.NumberStyles.None, null, out var prefix) && prefix <= address.GetAddressBytes().Length * 8
            ? new CelNetwork(address, prefix)
            : null;
    }

    private static bool Contains(CelNetwork outer, CelNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.Masked.Address);

    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [169, 254, ..]
        : address.IsIPv6LinkLocal;

    private static bool IsLinkLocalMulticast(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [224, 0, 0, _]
        : address.GetAddressBytes() is [0xff, var scope, ..] && (scope & 0x0f) == 2;

    private static bool IsGlobal(IPAddress address)
    {
        var isMulticast = address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] is >= 224 and <= 239 : address.IsIPv6Multicast;
        return !isMulticast && !IPAddress.IsLoopback(address) && !IsLinkLocal(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast);
    }
}

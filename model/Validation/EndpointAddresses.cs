using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.Model.Validation;

/// <summary>Addresses that traffic may be sent to.</summary>
internal static class EndpointAddresses
{
    /// <summary>An address that is neither unspecified nor of one machine or link only.</summary>
    public static void Public(string field, string text, FieldErrors errors)
    {
        if (!Rules.TryParseIp(text, out var address)) errors.Invalid(field, text, Rules.IpMessage);
        else NotSpecial(field, text, address, errors);
    }

    public static void NotSpecial(string field, string text, IPAddress address, FieldErrors errors)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) errors.Invalid(field, text, $"may not be unspecified ({text})");
        if (IPAddress.IsLoopback(address)) errors.Invalid(field, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        var bytes = address.GetAddressBytes();
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        if (isV4 ? bytes is [169, 254, ..] : address.IsIPv6LinkLocal) errors.Invalid(field, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        if (isV4 ? bytes is [224, 0, 0, _] : bytes is [0xff, 0x02, ..])
            errors.Invalid(field, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Addresses as Kubernetes reads them (k8s.io/utils/net ParseIPSloppy): four decimal numbers, of which leading zeros say nothing, or IPv6 without a zone. Others,
/// .NET and iptables among them, take leading zeros for octal numbers, so that one text would mean two addresses.
/// </summary>
public static class IpText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.Contains(':')) return text.AsSpan().IndexOfAny('%', '[', '/') < 0 && IPAddress.TryParse(text, out address);
        Span<byte> bytes = stackalloc byte[4];
        var part = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            if (part == bytes.Length || !byte.TryParse(text.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out bytes[part])) return false;
            part++;
        }

        if (part < bytes.Length) return false;
        address = new IPAddress(bytes);
        return true;
    }

    /// <summary>The address as programs of the machine understand it; what is none is left as it is.</summary>
    public static string Canonical(string text) => TryParse(text, out var address) ? address.ToString() : text;

    /// <summary>The same of a range of addresses.</summary>
    public static string CanonicalRange(string text) => text.IndexOf('/') is > 0 and var slash ? Canonical(text[..slash]) + text[slash..] : text;
}

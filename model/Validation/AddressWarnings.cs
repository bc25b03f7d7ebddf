using System.Net.Sockets;

namespace Orleans.Kube.Model.Validation;

/// <summary>Addresses that are accepted and yet not written as programs write them (k8s.io/kubernetes/pkg/api/service/warnings.go).</summary>
internal static class AddressWarnings
{
    public static IEnumerable<string> OfAddress(string path, string text)
    {
        if (!IpText.TryParse(text, out var address)) yield break;
        if (address.AddressFamily == AddressFamily.InterNetwork && HasLeadingZero(text))
            yield return $"{path}: IP address was accepted, but will be invalid in a future Kubernetes release: ParseAddr(\"{text}\"): IPv4 field has octet with leading zero";
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ToString() != text)
            yield return $"{path}: IPv6 address \"{text}\" is not in RFC 5952 canonical format (\"{address}\"), which may cause controller apply-loops";
    }

    public static IEnumerable<string> OfRange(string path, string text)
    {
        if (!Rules.TryParseCidr(text, out var address, out var bits)) yield break;
        var written = text[..text.IndexOf('/')];
        if (address.AddressFamily == AddressFamily.InterNetwork && HasLeadingZero(written))
            yield return $"{path}: IP prefix was accepted, but will be invalid in a future Kubernetes release: netip.ParsePrefix(\"{text}\"): ParseAddr(\"{written}\"): IPv4 field has octet with leading zero";
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && $"{address}/{bits}" != text)
            yield return $"{path}: IPv6 prefix \"{text}\" is not in RFC 5952 canonical format (\"{address}/{bits}\"), which may cause controller apply-loops";
    }

    private static bool HasLeadingZero(string text) => text.Split('.').Any(static part => part.Length > 1 && part[0] == '0');
}

using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>The formats of texts that Kubernetes checks (k8s.io/apiextensions-apiserver, supported formats); any other says nothing.</summary>
internal static partial class SchemaFormats
{
    /// <summary>Whether a text has a format, or the format is none that is checked.</summary>
    public static bool Matches(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" or "datetime" => DateTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "ipv4" => IsAddress(text, AddressFamily.InterNetwork),
        "ipv6" => IsAddress(text, AddressFamily.InterNetworkV6),
        "cidr" => text.Contains('/') && IPNetwork.TryParse(text, out _),
        "email" => MailAddress.TryCreate(text, out _),
        "hostname" => text.Length <= 253 && HostName().IsMatch(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) || text.StartsWith('/'),
        "mac" => Mac().IsMatch(text),
        "uuid" or "uuid3" or "uuid4" or "uuid5" => IsUuid(format, text),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "duration" => Duration().IsMatch(text),
        "hexcolor" => HexColor().IsMatch(text),
        _ => true,
    };

    private static bool IsAddress(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family && (family != AddressFamily.InterNetwork || text.Count(static c => c == '.') == 3);

    private static bool IsUuid(string format, string text) => Guid.TryParseExact(text, "D", out _) && (format == "uuid" || text[14] == format[4]);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$")]
    private static partial Regex DateTime();

    [GeneratedRegex(@"^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*$")]
    private static partial Regex HostName();

    [GeneratedRegex("^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$")]
    private static partial Regex Mac();

    [GeneratedRegex(@"^[+-]?(\d+(\.\d*)?|\.\d+)\s*(ns|us|µs|ms|s|m|h|d|w)((\d+(\.\d*)?|\.\d+)\s*(ns|us|µs|ms|s|m|h|d|w))*$|^0$")]
    private static partial Regex Duration();

    [GeneratedRegex("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
    private static partial Regex HexColor();
}

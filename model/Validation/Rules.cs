using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.Model.Validation;

/// <summary>Kubernetes' rules for values that are not names of objects: ports, keys, addresses, paths, shares.</summary>
public static class Rules
{
    /// <summary>Longest name of an annotation or label key, environment variable or file key where Kubernetes limits it.</summary>
    private const int MaximumKeyBytes = 253;

    private const string KeyMessage =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
        + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private const string HeaderMessage =
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

    public const string IpMessage = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    public const string CidrMessage = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private const string PathMessage = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";

    private const string PercentMessage =
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    public static string Between(long low, long high) => $"must be between {low} and {high}, inclusive";

    public static IReadOnlyList<string> Port(int port) => port is >= 1 and <= 65535 ? Names.Fine : [Between(1, 65535)];

    /// <summary>An IANA service name: at most 15 lower-case letters, digits and single dashes, with a letter among them.</summary>
    public static IReadOnlyList<string> PortName(string name)
    {
        var complaints = new List<string>();
        if (name.Length > 15) complaints.Add(Names.TooLong(15));
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            complaints.Add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!name.Any(char.IsAsciiLetterLower)) complaints.Add("must contain at least one letter (a-z)");
        if (name.Contains("--", StringComparison.Ordinal)) complaints.Add("must not contain consecutive hyphens");
        if (name.Length > 0 && (name[0] == '-' || name[^1] == '-')) complaints.Add("must not begin or end with a hyphen");
        return complaints.Count == 0 ? Names.Fine : complaints;
    }

    /// <summary>A key of a config map or secret, which may become a file.</summary>
    public static IReadOnlyList<string> ConfigKey(string key)
    {
        var complaints = new List<string>();
        if (key.Length > MaximumKeyBytes) complaints.Add(Names.TooLong(MaximumKeyBytes));
        if (key.Length == 0 || !key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) complaints.Add(KeyMessage);
        if (key == ".") complaints.Add("must not be '.'");
        else if (key == "..") complaints.Add("must not be '..'");
        else if (key.StartsWith("..", StringComparison.Ordinal)) complaints.Add("must not start with '..'");
        return complaints.Count == 0 ? Names.Fine : complaints;
    }

    public static IReadOnlyList<string> EnvironmentName(string name)
    {
        if (name.Length == 0) return ["environment variable name must be non-empty"];
        foreach (var c in name)
            if (c is < ' ' or > '~' or '=') return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
        return Names.Fine;
    }

    public static IReadOnlyList<string> HeaderName(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? Names.Fine : [HeaderMessage];

    /// <summary>Ids of users and groups.</summary>
    public static IReadOnlyList<string> UserId(long id) => id is >= 0 and <= int.MaxValue ? Names.Fine : [Between(0, int.MaxValue)];

    public static IReadOnlyList<string> Ip(string text) => TryParseIp(text, out _) ? Names.Fine : [IpMessage];

    public static IReadOnlyList<string> Cidr(string text) => TryParseCidr(text, out _, out _) ? Names.Fine : [CidrMessage];

    /// <summary>A range in the one form that newer kinds take (k8s.io/apimachinery IsValidCIDR).</summary>
    public static IReadOnlyList<string> CanonicalCidr(string text)
    {
        if (!TryParseCidr(text, out var address, out _) || Network(text) is not { } network) return [CidrMessage];
        var complaints = new List<string>();
        if (address.IsIPv4MappedToIPv6) complaints.Add("must not have an IPv4-mapped IPv6 address");
        if (!network.BaseAddress.Equals(address)) complaints.Add("must not have bits set beyond the prefix length");
        if (text != network.ToString()) complaints.Add($"must be in canonical form (\"{network}\")");
        return complaints.Count == 0 ? Names.Fine : complaints;
    }

    /// <summary>A domain, a slash and a path: <c>acme.io/foo</c>.</summary>
    public static void DomainPrefixedPath(string field, string path, FieldErrors errors)
    {
        if (path.Length == 0)
        {
            errors.Required(field);
            return;
        }

        var slash = path.IndexOf('/');
        if (slash <= 0 || slash == path.Length - 1)
        {
            errors.Invalid(field, path, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }

        errors.InvalidEach(field, path[..slash], Names.DnsSubdomain(path[..slash]));
        if (!IsPathText(path.AsSpan(slash + 1))) errors.Invalid(field, path[(slash + 1)..], PathMessage);
    }

    private static bool IsPathText(ReadOnlySpan<char> path)
    {
        foreach (var c in path)
            if (!char.IsAsciiLetterOrDigit(c) && !"/-._~%!$&'()*+,;=:".Contains(c)) return false;
        return true;
    }

    public static bool IsPercent(string text) => text.Length > 1 && text[^1] == '%' && text.AsSpan(..^1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A count, or a share such as <c>25%</c>.</summary>
    public static IReadOnlyList<string> CountOrShare(IntOrString value) =>
        value.IsString && !IsPercent(value.Text) ? [PercentMessage] : !value.IsString && value.Number < 0 ? ["must be greater than or equal to 0"] : Names.Fine;

    /// <summary>An address in the forms that Kubernetes takes: no zone, no shortened IPv4.</summary>
    public static bool TryParseIp(string text, out IPAddress address)
    {
        var isAddress = IpText.TryParse(text, out var parsed);
        address = parsed ?? IPAddress.None;
        return isAddress;
    }

    public static bool TryParseCidr(string text, out IPAddress address, out int bits)
    {
        (address, bits) = (IPAddress.None, 0);
        var slash = text.IndexOf('/');
        return slash > 0 && TryParseIp(text[..slash], out address)
            && int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out bits)
            && bits <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>The range that a text means, whatever address of it stands there; null when it means none.</summary>
    public static IPNetwork? Network(string text)
    {
        if (!TryParseCidr(text, out var address, out var bits)) return null;
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xff << (8 - Math.Clamp(bits - (8 * i), 0, 8)));
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    /// <summary>A relative path that stays below where it starts.</summary>
    public static void DescendingPath(string field, string path, FieldErrors errors)
    {
        if (path.StartsWith('/')) errors.Invalid(field, path, "must be a relative path");
        NoBacksteps(field, path, errors);
    }

    /// <summary>A descending path whose first part does not begin with two dots.</summary>
    public static void DescendingFilePath(string field, string path, FieldErrors errors)
    {
        DescendingPath(field, path, errors);
        if (path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal))
            errors.Invalid(field, path, "must not start with '..'");
    }

    public static void NoBacksteps(string field, string path, FieldErrors errors)
    {
        if (path.Split('/').Contains("..")) errors.Invalid(field, path, "must not contain '..'");
    }

    public static void FileMode(string field, int? mode, FieldErrors errors)
    {
        if (mode is < 0 or > 511) errors.Invalid(field, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }

    /// <summary>A field that takes one of some values and must be given.</summary>
    public static void OneOf(string field, string value, FieldErrors errors, params ReadOnlySpan<string> values)
    {
        if (value.Length == 0) errors.Required(field);
        else if (!values.Contains(value)) errors.NotSupported(field, value, values.ToArray());
    }

    /// <summary>A field that takes one of some values, if given.</summary>
    public static void NoneOrOneOf(string field, string? value, FieldErrors errors, params ReadOnlySpan<string> values)
    {
        if (value is not null && !values.Contains(value)) errors.NotSupported(field, value, values.ToArray());
    }
}

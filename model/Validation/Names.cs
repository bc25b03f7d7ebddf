namespace Orleans.Kube.Model.Validation;

/// <summary>Kubernetes' rules for names, each returning the messages of what is wrong (k8s.io/apimachinery/pkg/util/validation).</summary>
public static class Names
{
    /// <summary>No complaint.</summary>
    public static readonly IReadOnlyList<string> Fine = [];

    private const string SubdomainPattern = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    internal const string SubdomainMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";

    private const string UnderscoredMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";

    private const string WildcardMessage =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, "
        + $"'-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.{SubdomainPattern}')";

    private const string LabelMessage =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Rfc1035Message =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>Names of most objects: at most 253 characters. A prefix (generateName) may end in a dash.</summary>
    public static IReadOnlyList<string> DnsSubdomain(string name, bool isPrefix = false) => Check(Completed(name, isPrefix), 253, IsSubdomain, SubdomainMessage);

    /// <summary>A subdomain whose labels may have underscores, but for their ends; each may start with one.</summary>
    public static IReadOnlyList<string> UnderscoredSubdomain(string name) => Check(name, 253, IsUnderscored, UnderscoredMessage);

    /// <summary>A host that may start with <c>*.</c>.</summary>
    public static IReadOnlyList<string> WildcardSubdomain(string name) =>
        Check(name, 253, static n => n.StartsWith("*.", StringComparison.Ordinal) && IsSubdomain(n[2..]), WildcardMessage);

    /// <summary>Names of namespaces, containers and volumes: at most 63 characters.</summary>
    public static IReadOnlyList<string> DnsLabel(string name, bool isPrefix = false)
    {
        var completed = Completed(name, isPrefix);
        return Check(completed, 63, static n => IsLabel(n), IsSubdomain(completed) ? "must not contain dots" : LabelMessage);
    }

    /// <summary>Names of services: at most 63 characters, starting with a letter.</summary>
    public static IReadOnlyList<string> Dns1035Label(string name, bool isPrefix = false) =>
        Check(Completed(name, isPrefix), 63, static n => IsLabel(n) && char.IsAsciiLetterLower(n[0]), Rfc1035Message);

    /// <summary>Names that need only be one segment of a path, such as those of roles.</summary>
    public static IReadOnlyList<string> PathSegment(string name, bool isPrefix = false)
    {
        if (!isPrefix && name == ".") return ["may not be '.'"];
        if (!isPrefix && name == "..") return ["may not be '..'"];
        var (slash, percent) = (name.Contains('/'), name.Contains('%'));
        if (slash && percent) return ["may not contain '/'", "may not contain '%'"];
        return slash ? ["may not contain '/'"] : percent ? ["may not contain '%'"] : Fine;
    }

    internal static bool IsLabel(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || !IsLowerAlphanumeric(text[0]) || !IsLowerAlphanumeric(text[^1])) return false;
        foreach (var c in text)
            if (!IsLowerAlphanumeric(c) && c != '-') return false;
        return true;
    }

    internal static bool IsSubdomain(string text)
    {
        foreach (var range in text.AsSpan().Split('.'))
            if (!IsLabel(text.AsSpan()[range])) return false;
        return true;
    }

    internal static string TooLong(int maximum) => $"must be no more than {maximum} characters";

    private static IReadOnlyList<string> Check(string name, int maximum, Func<string, bool> isValid, string message)
    {
        var (tooLong, wrong) = (name.Length > maximum, !isValid(name));
        if (!tooLong && !wrong) return Fine;
        return tooLong && wrong ? [TooLong(maximum), message] : tooLong ? [TooLong(maximum)] : [message];
    }

    private static bool IsUnderscored(string text)
    {
        foreach (var range in text.AsSpan().Split('.'))
        {
            var label = text.AsSpan()[range];
            if (label.StartsWith('_')) label = label[1..];
            if (label.Length == 0 || !IsLowerAlphanumeric(label[0]) || !IsLowerAlphanumeric(label[^1])) return false;
            foreach (var c in label)
                if (!IsLowerAlphanumeric(c) && c is not ('-' or '_')) return false;
        }

        return true;
    }

    private static bool IsLowerAlphanumeric(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static string Completed(string name, bool isPrefix) => isPrefix && name.Length > 1 && name[^1] == '-' ? name[..^2] + "a" : name;
}

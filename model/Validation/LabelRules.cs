namespace Orleans.Kube.Model.Validation;

/// <summary>Kubernetes' rules for the keys and values of labels, and for keys like them.</summary>
public static class LabelRules
{
    private const string NamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    private const string NameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{NamePattern}')";

    private const string ValueMessage =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary><c>name</c> or <c>prefix/name</c>.</summary>
    public static IReadOnlyList<string> QualifiedName(string value)
    {
        var slash = value.IndexOf('/');
        if (slash != value.LastIndexOf('/'))
            return [$"a qualified name {NameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        var name = value.AsSpan(slash + 1);
        if (name.Length is > 0 and <= 63 && IsName(name) && (slash < 0 || (slash is > 0 and <= 253 && Names.IsSubdomain(value[..slash])))) return Names.Fine;
        return Complaints(slash < 0 ? null : value[..slash], name.ToString());
    }

    /// <summary>The value of a label: empty, or a name of at most 63 characters.</summary>
    public static IReadOnlyList<string> Value(string value)
    {
        var (tooLong, wrong) = (value.Length > 63, value.Length > 0 && !IsName(value));
        if (!tooLong && !wrong) return Names.Fine;
        return tooLong && wrong ? [Names.TooLong(63), ValueMessage] : tooLong ? [Names.TooLong(63)] : [ValueMessage];
    }

    private static List<string> Complaints(string? prefix, string name)
    {
        var complaints = new List<string>();
        if (prefix is "") complaints.Add("prefix part must be non-empty");
        else if (prefix is not null) complaints.AddRange(Names.DnsSubdomain(prefix).Select(static m => "prefix part " + m));
        if (name.Length == 0) complaints.Add("name part must be non-empty");
        else if (name.Length > 63) complaints.Add("name part " + Names.TooLong(63));
        if (!IsName(name)) complaints.Add("name part " + NameRule);
        return complaints;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        return true;
    }
}

using System.Globalization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Selectors;

/// <summary>The rules for keys and values of labels, in Kubernetes' words.</summary>
public static class LabelSyntax
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    private const string NameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>What is wrong with the key of a label or annotation: <c>name</c> or <c>prefix/name</c>.</summary>
    public static IEnumerable<string> KeyErrors(string key)
    {
        var slash = key.IndexOf('/');
        if (slash != key.LastIndexOf('/'))
        {
            yield return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
                + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (slash == 0) yield return "prefix part must be non-empty";
        else if (slash > 0)
            foreach (var error in Names.DnsSubdomain(key[..slash])) yield return $"prefix part {error}";
        var name = key[(slash + 1)..];
        if (name.Length == 0) yield return "name part must be non-empty";
        else if (name.Length > LongestName) yield return $"name part must be no more than {LongestName} bytes";
        if (!IsName(name)) yield return NameRule;
    }

    /// <summary>What is wrong with the value of a label.</summary>
    public static IEnumerable<string> ValueErrors(string value)
    {
        if (value.Length > LongestName) yield return $"must be no more than {LongestName} bytes";
        if (value.Length > 0 && !IsName(value)) yield return ValueRule;
    }

    public static bool IsKey(string key) => key.Length <= LongestName && IsName(key) || !KeyErrors(key).Any();

    public static bool IsValue(string value) => value.Length == 0 || (value.Length <= LongestName && IsName(value));

    /// <summary>What is wrong with a requirement, as selectors are refused, or null.</summary>
    internal static string? Check(LabelRequirement requirement, string keyPath = "key")
    {
        if (!IsKey(requirement.Key)) return $"{keyPath}: Invalid value: \"{requirement.Key}\": {string.Join("; ", KeyErrors(requirement.Key))}";
        switch (requirement.Operator)
        {
            case LabelOperator.In or LabelOperator.NotIn when requirement.Values.Count == 0:
                return "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty";
            case LabelOperator.Exists or LabelOperator.DoesNotExist when requirement.Values.Count > 0:
                return $"values: Invalid value: [{Quoted(requirement.Values)}]: values set must be empty for exists and does not exist";
            case LabelOperator.GreaterThan or LabelOperator.LessThan when !IsInteger(requirement.Values[0]):
                return $"values[0]: Invalid value: \"{requirement.Values[0]}\": for 'Gt', 'Lt' operators, the value must be an integer";
        }

        for (var index = 0; index < requirement.Values.Count; index++)
        {
            var value = requirement.Values[index];
            if (!IsValue(value)) return $"values[{index}][{requirement.Key}]: Invalid value: \"{value}\": {string.Join("; ", ValueErrors(value))}";
        }

        return null;
    }

    private static bool IsInteger(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static string Quoted(IEnumerable<string> values) => string.Join(",", values.Select(static v => $"\"{v}\""));

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1])) return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.')) return false;
        return true;
    }
}

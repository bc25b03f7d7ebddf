using System.Text;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Model.Selectors;

/// <summary>Conditions on fields that must all hold, such as <c>metadata.name=web,status.phase!=Running</c>. Immutable.</summary>
public sealed class FieldQuery
{
    private readonly FieldRequirement[] _requirements;

    private FieldQuery(FieldRequirement[] requirements) => _requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldQuery Everything { get; } = new([]);

    public IReadOnlyList<FieldRequirement> Requirements => _requirements;

    public bool IsEverything => _requirements.Length == 0;

    /// <summary>The one name that can match, when the query asks for it; otherwise null. Such lists and watches need look at one object only.</summary>
    public string? SingleName => ValueOf("metadata.name");

    /// <summary>The one namespace that can match, when the query asks for it; otherwise null.</summary>
    public string? SingleNamespace => ValueOf("metadata.namespace");

    /// <exception cref="StatusException">400: the text is no field selector.</exception>
    public static FieldQuery Parse(string text)
    {
        if (text.Length == 0) return Everything;
        var requirements = new List<FieldRequirement>();
        foreach (var term in Terms(text))
            if (term.Length > 0) requirements.Add(Requirement(term, text));
        return requirements.Count == 0 ? Everything : new FieldQuery([.. requirements]);
    }

    /// <summary>Checks the fields against those that a resource offers: name, namespace and <paramref name="more"/>.</summary>
    /// <exception cref="StatusException">400: a field is not among them.</exception>
    public void Require<TValue>(IReadOnlyDictionary<string, TValue> more)
    {
        foreach (var requirement in _requirements)
        {
            var field = requirement.Field;
            if (field is "metadata.name" or "metadata.namespace" || more.ContainsKey(field)) continue;
            throw Failures.BadRequest(more.Count == 0
                ? $"\"{Shown(field)}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : $"field label not supported: {Shown(field)}");
        }
    }

    /// <param name="read">The value of a field of the object.</param>
    public bool Matches(Func<string, string> read)
    {
        foreach (var requirement in _requirements)
            if (string.Equals(read(requirement.Field), requirement.Value, StringComparison.Ordinal) != requirement.IsEqual) return false;
        return true;
    }

    /// <summary>As <see cref="Matches(Func{string, string})"/>, with what the function reads from handed through, so that it can be static.</summary>
    public bool Matches<TSource>(TSource source, Func<TSource, string, string> read)
    {
        foreach (var requirement in _requirements)
            if (string.Equals(read(source, requirement.Field), requirement.Value, StringComparison.Ordinal) != requirement.IsEqual) return false;
        return true;
    }

    public override string ToString() => string.Join(',', _requirements.Select(static r => r.ToString()));

    internal static string Escape(string value) => value.Replace("\\", "\\\\").Replace(",", "\\,").Replace("=", "\\=");

    private string? ValueOf(string field)
    {
        foreach (var requirement in _requirements)
            if (requirement.IsEqual && requirement.Field == field) return requirement.Value;
        return null;
    }

    /// <summary>Splits at commas that no backslash escapes.</summary>
    private static IEnumerable<string> Terms(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == ',')
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    private static FieldRequirement Requirement(string term, string text)
    {
        for (var at = 0; at < term.Length; at++)
        {
            var (length, isEqual) = term.AsSpan(at) switch
            {
                ['!', '=', ..] => (2, false),
                ['=', '=', ..] => (2, true),
                ['=', ..] => (1, true),
                _ => (0, false),
            };
            if (length > 0) return new FieldRequirement(term[..at], Unescape(term[(at + length)..]), isEqual);
        }

        throw Failures.BadRequest($"invalid selector: '{Shown(text)}'; can't understand '{Shown(term)}'");
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\') && !value.Contains('=')) return value;
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '=') throw Failures.BadRequest($"invalid field selector: unescaped character in value: {(int)'='}");
            if (value[at] == '\\' && (++at == value.Length || value[at] is not ('\\' or ',' or '=')))
                throw Failures.BadRequest($"invalid field selector: invalid escape sequence: \\{(at < value.Length ? value[at] : "")}");
            text.Append(value[at]);
        }

        return text.ToString();
    }

    private static string Shown(string text) => text.Length > 256 ? text[..256] + "..." : text;
}

using System.Collections.Frozen;
using System.Text;

namespace Orleans.Kube.Model.Expressions;

/// <summary>
/// How fields whose names are no identifiers are written in expressions: <c>a-b</c> is <c>a__dash__b</c>, <c>namespace</c> is <c>__namespace__</c>
/// (https://kubernetes.io/docs/reference/using-api/cel/, escaping).
/// </summary>
public static class FieldNames
{
    private static readonly FrozenSet<string> Keywords = new[]
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly (string Written, string Escaped)[] Escapes = [("__", "__underscores__"), (".", "__dot__"), ("-", "__dash__"), ("/", "__slash__")];

    /// <summary>The name as expressions write it; null where they cannot.</summary>
    public static string? Escape(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return null;
        if (Keywords.Contains(name)) return $"__{name}__";
        var escaped = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var escape = Array.Find(Escapes, e => string.CompareOrdinal(name, i, e.Written, 0, e.Written.Length) == 0);
            if (escape.Written is not null)
            {
                escaped.Append(escape.Escaped);
                i += escape.Written.Length - 1;
            }
            else if (char.IsAsciiLetterOrDigit(name[i]) || name[i] == '_')
            {
                escaped.Append(name[i]);
            }
            else
            {
                return null;
            }
        }

        return escaped.ToString();
    }

    /// <summary>The name that is written so, or null where it is no escape.</summary>
    public static string? Unescape(string escaped)
    {
        if (!escaped.Contains("__", StringComparison.Ordinal)) return null;
        if (escaped.Length > 4 && escaped.StartsWith("__", StringComparison.Ordinal) && escaped.EndsWith("__", StringComparison.Ordinal) && Keywords.Contains(escaped[2..^2])) return escaped[2..^2];
        return Escapes.Reverse().Aggregate(escaped, static (name, e) => name.Replace(e.Escaped, e.Written, StringComparison.Ordinal));
    }
}

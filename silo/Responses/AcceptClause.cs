using System.Globalization;

namespace Orleans.Kube.Silo.Responses;

/// <summary>A media range of an Accept header.</summary>
/// <param name="Type">The type: <c>application</c> or <c>*</c>. Case counts, as it does for Kubernetes.</param>
/// <param name="Subtype">The subtype: <c>json</c> or <c>*</c>.</param>
/// <param name="Quality">How much it is wanted; what is no number is 0.</param>
/// <param name="Parameters">What else stands behind it.</param>
public sealed record AcceptClause(string Type, string Subtype, double Quality, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The ranges of a header, those first that are wanted most and say most. Malformed ones are left out.</summary>
    public static IReadOnlyList<AcceptClause> Parse(string header)
    {
        var clauses = new List<AcceptClause>();
        foreach (var part in header.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (ParseOne(part.Trim(' ')) is { } clause) Insert(clauses, clause);
        return clauses;
    }

    public bool Matches(string type, string subtype) => (Type == type && (Subtype == subtype || Subtype == "*")) || (Type == "*" && Subtype == "*");

    /// <summary>The order is none that sorting in general could keep: a range that says more goes before any that says less and stands right in front of it.</summary>
    private static void Insert(List<AcceptClause> sorted, AcceptClause clause)
    {
        var at = sorted.Count;
        while (at > 0 && clause.GoesBefore(sorted[at - 1])) at--;
        sorted.Insert(at, clause);
    }

    private bool GoesBefore(AcceptClause other) =>
        Quality > other.Quality || (Type != "*" && other.Type == "*") || (Subtype != "*" && other.Subtype == "*");

    private static AcceptClause? ParseOne(string text)
    {
        var parts = text.Split(';');
        var range = parts[0].Split('/');
        var (type, subtype) = range switch
        {
            [var one] when one.Trim(' ') == "*" => ("*", "*"),
            [var first, { Length: > 0 } second] => (first.Trim(' '), second.Trim(' ')),
            _ => ("", ""),
        };
        if (subtype.Length == 0) return null;
        var quality = 1.0;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Split('=') is not [var name, { Length: > 0 } value]) continue;
            if (name.Trim(' ') == "q") quality = double.TryParse(value, CultureInfo.InvariantCulture, out var weight) ? weight : 0;
            else parameters[name.Trim(' ')] = value.Trim(' ');
        }

        return new AcceptClause(type, subtype, quality, parameters);
    }
}

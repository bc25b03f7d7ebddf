using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>URLs: absolute ones and absolute paths.</summary>
internal static class Urls
{
    public static readonly CelType Url = Opaque("kubernetes.URL");

    public static void Declare(FunctionTable table)
    {
        var text = CelType.String;
        table.Global("url", [text], Url, static a => Parse((string)a[0]!) ?? throw new CelFailure($"URL parse error during conversion from string: parse \"{a[0]}\": invalid URI for request"));
        table.Global("isURL", [text], Bool, static a => Parse((string)a[0]!) is not null);
        table.Member("getScheme", [Url], text, static a => U(a).IsAbsoluteUri ? U(a).Scheme : "");
        table.Member("getHost", [Url], text, static a => !U(a).IsAbsoluteUri ? "" : Authority(U(a)));
        table.Member("getHostname", [Url], text, static a => !U(a).IsAbsoluteUri ? "" : U(a).Host.Trim('[', ']'));
        table.Member("getPort", [Url], text, static a => !U(a).IsAbsoluteUri || !Authority(U(a))[U(a).Host.Length..].StartsWith(':') ? "" : Texts.Show((long)U(a).Port));
        table.Member("getEscapedPath", [Url], text, static a => PathOf(U(a)));
        table.Member("getQuery", [Url], MapOf(text, ListOf(text)), static a => Query(U(a)));
    }

    private static Uri U(object?[] a) => (Uri)a[0]!;

    private static Uri? Parse(string text)
    {
        if (text.StartsWith('/')) return Uri.TryCreate(text, UriKind.Relative, out var path) ? path : null;
        return text.Contains(':') && !text.Contains(' ') && Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;
    }

    /// <summary>Host and port as they were written: a port that is usual for the scheme is not left out.</summary>
    private static string Authority(Uri url)
    {
        var written = url.OriginalString;
        var start = written.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return "";
        var end = written.IndexOfAny(['/', '?', '#'], start + 3);
        var authority = written[(start + 3)..(end < 0 ? written.Length : end)];
        return authority[(authority.IndexOf('@') + 1)..];
    }

    private static string PathOf(Uri url)
    {
        if (!url.IsAbsoluteUri) return url.OriginalString.Split('?', '#')[0];
        var rest = url.OriginalString[(url.OriginalString.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return rest.Contains('/') && rest.IndexOf('/') is var slash && rest.IndexOfAny(['?', '#']) is var query && (query < 0 || slash < query) ? url.AbsolutePath : "";
    }

    private static CelDictionary Query(Uri url)
    {
        var query = url.OriginalString.Split('#')[0].Split('?', 2).ElementAtOrDefault(1) ?? "";
        var values = new CelDictionary();
        foreach (var pairs in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Split('=', 2)).GroupBy(static p => Decode(p[0])))
            values.Add(pairs.Key, pairs.Select(static object? (p) => Decode(p.ElementAtOrDefault(1) ?? "")).ToList());
        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

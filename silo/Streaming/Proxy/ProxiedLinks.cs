using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>
/// Makes the links of what is behind a proxy lead through it: a redirect and the links of an HTML page that name an absolute path, on no host, on the one
/// behind the proxy or on the one that the client asked, get the proxy's path in front. Links to other hosts and relative ones stay.
/// </summary>
/// <param name="prefix">The path of the proxy, without a slash at its end.</param>
/// <param name="rest">What follows it in the path that the client asked for, with the query.</param>
/// <param name="target">The host, with its port, of what is behind the proxy; empty when it has none.</param>
/// <param name="asked">The host, with its port, that the client asked.</param>
public sealed partial class ProxiedLinks(string prefix, string rest, string target, string asked)
{
    private const int LargestPage = 8 * 1024 * 1024;

    /// <summary>The attributes that hold an address, by element (https://html.spec.whatwg.org/#attributes-3).</summary>
    private static readonly Dictionary<string, string[]> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = ["href"], ["applet"] = ["codebase"], ["area"] = ["href"], ["audio"] = ["src"], ["base"] = ["href"], ["blockquote"] = ["cite"], ["body"] = ["background"],
        ["button"] = ["formaction"], ["command"] = ["icon"], ["del"] = ["cite"], ["embed"] = ["src"], ["form"] = ["action"], ["frame"] = ["longdesc", "src"],
        ["head"] = ["profile"], ["html"] = ["manifest"], ["iframe"] = ["longdesc", "src"], ["img"] = ["longdesc", "src", "usemap"], ["input"] = ["formaction", "src", "usemap"],
        ["ins"] = ["cite"], ["link"] = ["href"], ["object"] = ["classid", "codebase", "data", "usemap"], ["q"] = ["cite"], ["script"] = ["src"], ["source"] = ["src"],
        ["track"] = ["src"], ["video"] = ["poster", "src"],
    };

    /// <summary>The path by which the client came here.</summary>
    public string Path => prefix + (rest.IndexOf('?') is >= 0 and var end ? rest[..end] : rest);

    /// <summary>Changes an answer's links.</summary>
    /// <param name="response">The answer, which is changed.</param>
    /// <param name="cancellationToken">Ends the reading of the page.</param>
    public async Task RewriteAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            var location = Lead(locations.ToString());
            response.Headers.Remove("Location");
            response.Headers.TryAddWithoutValidation("Location", location);
        }

        var content = response.Content;
        if (content.Headers.ContentType?.MediaType != "text/html" || content.Headers.ContentLength is 0 or > LargestPage) return;
        var page = await ReadAsync(content, cancellationToken);
        if (page is null) return;
        var rewritten = new ByteArrayContent(Encoding.Latin1.GetBytes(Rewrite(Encoding.Latin1.GetString(page))));
        foreach (var (name, values) in content.Headers.NonValidated)
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
                rewritten.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        response.Content = rewritten;
    }

    /// <summary>The page with its links rewritten; scripts, styles and comments are left alone.</summary>
    internal string Rewrite(string page) => Part().Replace(page, part =>
    {
        if (!part.Groups["tag"].Success || !Attributes.TryGetValue(part.Groups["tag"].Value, out var names)) return part.Value;
        return part.Groups["open"].Value
            + Attribute().Replace(part.Groups["attributes"].Value, a => names.Contains(a.Groups["name"].Value, StringComparer.OrdinalIgnoreCase) ? Lead(a) : a.Value)
            + part.Groups["rest"].Value;
    });

    private string Lead(Match attribute)
    {
        var value = attribute.Groups["value"];
        return attribute.Value[..(value.Index - attribute.Index)] + Lead(value.Value) + attribute.Value[(value.Index - attribute.Index + value.Length)..];
    }

    private string Lead(string link)
    {
        var parts = Authority().Match(link);
        var (host, path) = (parts.Groups["host"].Value, link[parts.Length..]);
        if ((host.Length > 0 && host != target && host != asked) || !path.StartsWith('/')) return link;
        return (host == asked ? parts.Value : "") + (path.StartsWith(prefix, StringComparison.Ordinal) ? path : prefix + path);
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var encodings = content.Headers.ContentEncoding;
        if (encodings.Count > 1 || (encodings.Count == 1 && encodings.First() is not ("gzip" or "deflate"))) return null;
        var bytes = await content.ReadAsByteArrayAsync(cancellationToken);
        if (encodings.Count == 0) return bytes;
        using var packed = new MemoryStream(bytes);
        await using Stream unpacking = encodings.First() == "gzip" ? new GZipStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await unpacking.CopyToAsync(unpacked, cancellationToken);
        return unpacked.ToArray();
    }

    [GeneratedRegex("""<!--.*?-->|(?<open><(?<tag>[a-z][a-z0-9]*))(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)(?<rest>>(?:(?<=<script\b[^>]*>).*?(?=</script)|(?<=<style\b[^>]*>).*?(?=</style))?)""",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex("^(?:(?:[a-z][a-z0-9+.-]*:)?//(?<host>[^/?#]*))?", RegexOptions.IgnoreCase)]
    private static partial Regex Authority();

    [GeneratedRegex("""(?<name>[^\s=/"'>]+)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""")]
    private static partial Regex Attribute();
}

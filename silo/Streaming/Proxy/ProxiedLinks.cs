using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>
/// Makes the links of what is behind a proxy lead through it: a redirect and the links of an HTML page that name an absolute path get the
/// proxy's path in front. Links to other hosts and relative ones stay.
/// </summary>
internal static partial class ProxiedLinks
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

    /// <param name="response">The answer, which is changed.</param>
    /// <param name="prefix">The path of the proxy, without a slash at its end.</param>
    /// <param name="cancellationToken">Ends the reading of the page.</param>
    public static async Task RewriteAsync(HttpResponseMessage response, string prefix, CancellationToken cancellationToken)
    {
        if (response.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            var location = Lead(locations.ToString(), prefix);
            response.Headers.Remove("Location");
            response.Headers.TryAddWithoutValidation("Location", location);
        }

        var content = response.Content;
        if (content.Headers.ContentType?.MediaType != "text/html" || content.Headers.ContentLength is 0 or > LargestPage) return;
        var page = await ReadAsync(content, cancellationToken);
        if (page is null) return;
        var rewritten = new ByteArrayContent(Encoding.Latin1.GetBytes(Rewrite(Encoding.Latin1.GetString(page), prefix)));
        foreach (var (name, values) in content.Headers.NonValidated)
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
                rewritten.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        response.Content = rewritten;
    }

    /// <summary>The page with its links rewritten; scripts, styles and comments are left alone.</summary>
    internal static string Rewrite(string page, string prefix) => Part().Replace(page, part =>
    {
        if (!part.Groups["tag"].Success || !Attributes.TryGetValue(part.Groups["tag"].Value, out var names)) return part.Value;
        return part.Groups["open"].Value
            + Attribute().Replace(part.Groups["attributes"].Value, a => names.Contains(a.Groups["name"].Value, StringComparer.OrdinalIgnoreCase) ? Lead(a, prefix) : a.Value)
            + part.Groups["rest"].Value;
    });

    private static string Lead(Match attribute, string prefix)
    {
        var value = attribute.Groups["value"];
        return attribute.Value[..(value.Index - attribute.Index)] + Lead(value.Value, prefix) + attribute.Value[(value.Index - attribute.Index + value.Length)..];
    }

    private static string Lead(string link, string prefix)
    {
        var isAbsolutePath = link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal);
        return isAbsolutePath && !link.StartsWith(prefix, StringComparison.Ordinal) ? prefix + link : link;
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

    [GeneratedRegex("""(?<name>[^\s=/"'>]+)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""")]
    private static partial Regex Attribute();
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>The part of a request's path that is meant for what is behind the proxy.</summary>
internal static class ProxyPath
{
    private const string Plain = "-_.~$&+,:;=@";

    /// <summary>
    /// What follows the first <paramref name="segments"/> segments of the path, with the query. Empty when nothing, not even a slash, follows. The path is read
    /// as Kubernetes does it, whose clients escape the slashes of what they append: unescaped, dot segments and empty ones resolved, so that the result cannot
    /// lead out of the path that it is appended to, and escaped anew.
    /// </summary>
    public static string RestOf(HttpContext context, int segments)
    {
        var target = Target(context);
        var at = EndOf(target, segments);
        return at == PathOf(target).Length ? "" : Resolve(target[at..]);
    }

    /// <summary>The first <paramref name="segments"/> segments: the path that leads to the proxy.</summary>
    public static string LedTo(HttpContext context, int segments)
    {
        var target = Target(context);
        return target[..EndOf(target, segments)];
    }

    private static string Target(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return target.StartsWith('/') ? target : context.Request.Path.ToUriComponent() + context.Request.QueryString;
    }

    private static string PathOf(string target) => target.IndexOf('?') is >= 0 and var end ? target[..end] : target;

    private static int EndOf(string target, int segments)
    {
        var (path, at) = (PathOf(target), 0);
        for (var passed = 0; passed < segments && at < path.Length; passed++)
        {
            while (at < path.Length && path[at] == '/') at++;
            while (at < path.Length && path[at] != '/') at++;
        }

        return at;
    }

    private static string Resolve(string rest)
    {
        var written = PathOf(rest);
        var path = Unescape(written.Replace('\\', '/'));
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment is "..") segments.RemoveRange(Math.Max(segments.Count - 1, 0), Math.Min(segments.Count, 1));
            else if (segment is not ("" or ".")) segments.Add(Escape(segment));
        }

        var end = segments.Count > 0 && path.EndsWith('/') ? "/" : "";
        return "/" + string.Join('/', segments) + end + rest[written.Length..];
    }

    /// <summary>The bytes of a path, each as one character.</summary>
    private static string Unescape(string path)
    {
        var bytes = new StringBuilder(path.Length);
        for (var at = 0; at < path.Length; at++)
        {
            if (path[at] == '%' && at + 2 < path.Length && byte.TryParse(path.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Append((char)value);
                at += 2;
            }
            else if (char.IsAscii(path[at])) bytes.Append(path[at]);
            else bytes.Append(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path[at].ToString())));
        }

        return bytes.ToString();
    }

    /// <summary>The bytes of a segment as Go writes them in a path.</summary>
    private static string Escape(string segment) =>
        string.Concat(segment.Select(static c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c) ? c.ToString() : $"%{(int)c:X2}"));
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>The part of a request's path that is meant for what is behind the proxy.</summary>
internal static class ProxyPath
{
    /// <summary>
    /// What follows the first <paramref name="segments"/> segments of the path as the client wrote it, with the query. Empty when nothing, not
    /// even a slash, follows. Dot segments are resolved, so that the result cannot lead out of the path that it is appended to.
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

    private static string Resolve(string rest) => new Uri("http://behind" + rest).PathAndQuery;
}

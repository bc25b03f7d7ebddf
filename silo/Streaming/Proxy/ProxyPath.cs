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
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.StartsWith('/')) target = context.Request.Path.ToUriComponent() + context.Request.QueryString;
        var end = target.IndexOf('?');
        var path = end < 0 ? target : target[..end];
        var at = 0;
        for (var passed = 0; passed < segments && at < path.Length; passed++)
        {
            while (at < path.Length && path[at] == '/') at++;
            while (at < path.Length && path[at] != '/') at++;
        }

        return at == path.Length ? "" : Resolve(target[at..]);
    }

    private static string Resolve(string rest) => new Uri("http://behind" + rest).PathAndQuery;
}

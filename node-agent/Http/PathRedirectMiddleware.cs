namespace Orleans.Kube.NodeAgent.Http;

/// <summary>
/// Names the path alone where it sends a client elsewhere on this server: by which scheme, host and path the client came to the API server, only that one knows.
/// </summary>
internal sealed class PathRedirectMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.HasStarted || !Uri.TryCreate(context.Response.Headers.Location, UriKind.Absolute, out var location)) return;
        if (location.Authority == context.Request.Host.Value) context.Response.Headers.Location = location.PathAndQuery;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Kube.Silo.Requests;

/// <summary>
/// WebSockets on HTTP/2 (RFC 8441), which browsers choose where they have a connection already: what is a GET with an upgrade on HTTP/1.1 is a CONNECT that names a
/// protocol there.
/// </summary>
internal static class SocketConnect
{
    private const string WebSocket = "websocket";

    /// <summary>How the request becomes a WebSocket, if it asks for that in this way.</summary>
    public static IHttpExtendedConnectFeature? Of(HttpContext http) =>
        http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket } feature ? feature : null;

    /// <summary>The method that the request has on HTTP/1.1.</summary>
    public static string MethodOf(HttpRequest request) => Of(request.HttpContext) is null ? request.Method : HttpMethods.Get;
}

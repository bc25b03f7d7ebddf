using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>How clients ask for SPDY: as an upgrade of its own, or through a WebSocket.</summary>
internal static class SpdyUpgrade
{
    private const string Protocol = "SPDY/3.1";
    private const string VersionHeader = "X-Stream-Protocol-Version";
    private const string TunnelPrefix = "SPDY/3.1+";
    private const string WebSocketKeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the request asks for SPDY, in either way.</summary>
    public static bool IsAsked(HttpRequest request) => IsDirect(request) || TunnelledProtocols(request).Any();

    /// <summary>Answers the upgrade and returns the connection, over which SPDY is spoken from then on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="spoken">The protocol that will be spoken in the streams.</param>
    /// <param name="options">How the connection is kept.</param>
    /// <exception cref="StatusException">The client speaks another protocol in the streams.</exception>
    public static async Task<Stream> AcceptAsync(HttpContext context, string spoken, StreamOptions options)
    {
        var direct = IsDirect(context.Request);
        RequireSpoken(direct ? Offered(context.Request) : TunnelledProtocols(context.Request), spoken);
        LastingConnection.Prepare(context, options);
        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        if (direct)
        {
            headers.Upgrade = Protocol;
            headers[VersionHeader] = spoken;
            return await upgrade.UpgradeAsync();
        }

        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + WebSocketKeySuffix)));
        headers.SecWebSocketProtocol = TunnelPrefix + spoken;
        var socket = WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true });
        return WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
    }

    private static bool IsDirect(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } &&
        string.Equals(request.Headers.Upgrade, Protocol, StringComparison.OrdinalIgnoreCase);

    private static void RequireSpoken(IEnumerable<string> offered, string spoken)
    {
        var all = offered.ToList();
        if (all.Contains(spoken)) return;
        throw Failures.BadRequest($"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', all)}], server accepts [{spoken}]");
    }

    private static IEnumerable<string> Offered(HttpRequest request) => Split(request.Headers[VersionHeader]);

    private static IEnumerable<string> TunnelledProtocols(HttpRequest request) =>
        Split(request.Headers.SecWebSocketProtocol).Where(static p => p.StartsWith(TunnelPrefix, StringComparison.Ordinal)).Select(static p => p[TunnelPrefix.Length..]);

    private static IEnumerable<string> Split(IEnumerable<string?> values) =>
        values.SelectMany(static v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Turns a request into a WebSocket with channels.</summary>
internal static class ChannelUpgrade
{
    /// <exception cref="StatusException">The request asks for no protocol that the node speaks.</exception>
    public static async Task<ChannelSocket> AcceptAsync(HttpContext context, params string[] spoken)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw Failures.BadRequest("you must specify at least 1 of the WebSocket subprotocols " + string.Join(", ", spoken));
        var protocol = spoken.FirstOrDefault(context.WebSockets.WebSocketRequestedProtocols.Contains)
            ?? throw Failures.BadRequest($"the node speaks {string.Join(", ", spoken)}");
        return new ChannelSocket(await context.WebSockets.AcceptWebSocketAsync(protocol), protocol);
    }
}

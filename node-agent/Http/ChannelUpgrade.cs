using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Turns a request into a WebSocket with channels.</summary>
internal static class ChannelUpgrade
{
    /// <summary>The first of the client's protocols that the node speaks. A client that names none is spoken to in the oldest one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="spoken">What the node speaks here.</param>
    /// <exception cref="StatusException">The request asks for no protocol that the node speaks.</exception>
    public static async Task<ChannelSocket> AcceptAsync(HttpContext context, IReadOnlyList<string> spoken)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw Failures.BadRequest("you must specify at least 1 of the WebSocket subprotocols " + string.Join(", ", spoken));
        var asked = context.WebSockets.WebSocketRequestedProtocols;
        if (asked.Count == 0) return new ChannelSocket(await context.WebSockets.AcceptWebSocketAsync(), ChannelProtocols.Version1);
        var protocol = asked.FirstOrDefault(spoken.Contains) ?? throw Failures.BadRequest($"the node speaks {string.Join(", ", spoken)}");
        return new ChannelSocket(await context.WebSockets.AcceptWebSocketAsync(protocol), protocol);
    }
}

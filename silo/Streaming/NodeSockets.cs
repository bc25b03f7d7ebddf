using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Opens WebSockets to the agents of nodes.</summary>
public sealed class NodeSockets(NodeClient client, StreamOptions options)
{
    /// <summary>Opens a WebSocket with channels to a path of the node.</summary>
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    internal async Task<ChannelSocket> ConnectAsync(string node, string pathAndQuery, CancellationToken cancellationToken)
    {
        var response = await SendAsync(node, pathAndQuery, cancellationToken);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            using (response) throw await NodeRefusal.ReadAsync(response, cancellationToken);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var protocol = response.Headers.TryGetValues("Sec-WebSocket-Protocol", out var chosen) ? chosen.First() : ChannelSocket.Version4;
        return new ChannelSocket(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = false, SubProtocol = protocol, KeepAliveInterval = options.ProbeAfter,
        }));
    }

    private async Task<HttpResponseMessage> SendAsync(string node, string pathAndQuery, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(() => Request(node, pathAndQuery), cancellationToken);
        }
        catch (Exception e) when (StreamPair.IsEnd(e) && !cancellationToken.IsCancellationRequested)
        {
            throw NodeRefusal.Unreachable(node, e);
        }
    }

    private static HttpRequestMessage Request(string node, string pathAndQuery)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, NodeClient.UriOf(node, pathAndQuery)) { Version = HttpVersion.Version11 };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", $"{ChannelSocket.Version5}, {ChannelSocket.Version4}");
        return request;
    }
}

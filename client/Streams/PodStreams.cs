using System.Net.Http.Headers;
using System.Net.WebSockets;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Client;

/// <summary>Streams to and from the containers of a namespace's pods.</summary>
public sealed class PodStreams
{
    private readonly KubeClient _client;
    private readonly string _namespace;
    private readonly ResourceRoute _route = ResourceRoute.Of<Pod>();

    internal PodStreams(KubeClient client, string @namespace) => (_client, _namespace) = (client, @namespace);

    /// <summary>The log as it is written; with <see cref="LogOptions.Follow"/> it ends when the container does.</summary>
    public async Task<Stream> LogsAsync(string pod, LogOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = (options ?? new()).AddTo(_route.Object(_namespace, pod, "log"));
        var response = await _client.SendAsync(HttpMethod.Get, path.ToString(), null, new MediaTypeHeaderValue("text/plain"), cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Runs a command in a container.</summary>
    public async Task<ExecSession> ExecAsync(string pod, ExecOptions options, CancellationToken cancellationToken = default)
    {
        var path = _route.Object(_namespace, pod, "exec").Query("container", options.Container);
        foreach (var word in options.Command) path.Query("command", word);
        path.Query("stdin", options.Input).Query("stdout", true).Query("stderr", !options.Terminal).Query("tty", options.Terminal);
        return new ExecSession(await ConnectAsync(path, [ChannelProtocols.Version5, ChannelProtocols.Version4], cancellationToken));
    }

    /// <summary>Connects to the process that a container runs already.</summary>
    public async Task<ExecSession> AttachAsync(string pod, string? container, bool input, bool terminal, CancellationToken cancellationToken = default)
    {
        var path = _route.Object(_namespace, pod, "attach").Query("container", container)
            .Query("stdin", input).Query("stdout", true).Query("stderr", !terminal).Query("tty", terminal);
        return new ExecSession(await ConnectAsync(path, [ChannelProtocols.Version5, ChannelProtocols.Version4], cancellationToken));
    }

    /// <summary>Opens a connection to a port of the pod.</summary>
    public async Task<PortStream> ForwardAsync(string pod, int port, CancellationToken cancellationToken = default)
    {
        var path = _route.Object(_namespace, pod, "portforward").Query("ports", (long)port);
        return new PortStream(await ConnectAsync(path, [ChannelProtocols.Version4], cancellationToken));
    }

    private async Task<ChannelSocket> ConnectAsync(RequestPath path, string[] protocols, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols) socket.Options.AddSubProtocol(protocol);
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(20);
        var scheme = _client.Server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        var target = new UriBuilder(new Uri(_client.Server, path.ToString())) { Scheme = scheme }.Uri;
        await socket.ConnectAsync(target, _client.Invoker, cancellationToken);
        return new ChannelSocket(socket, socket.SubProtocol ?? ChannelProtocols.Version4);
    }
}

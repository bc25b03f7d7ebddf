using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>
/// A typed client of the Kubernetes API. Requests share few HTTP/2 connections, so one client serves a whole process. Thread safe.
/// A refusal is a <see cref="StatusException"/>, a server that cannot be reached an <see cref="HttpRequestException"/>.
/// </summary>
public sealed class KubeClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");

    private readonly HttpClient _http;

    public KubeClient(KubeConfig config, KubeClientOptions? options = null)
        : this(config, new ApiServers(config.Server), options)
    {
    }

    private KubeClient(KubeConfig config, ApiServers servers, KubeClientOptions? options)
        : this(config.Server, KubeHttpHandler.Create(config, servers, (options ?? new()).TimeProvider), options, config.Namespace) => Servers = servers;

    /// <summary>A client over a handler of the caller's, such as an in-process server's. The client owns the handler.</summary>
    public KubeClient(Uri server, HttpMessageHandler handler, KubeClientOptions? options = null, string defaultNamespace = "default")
    {
        (Server, Options, DefaultNamespace) = (server, options ?? new(), defaultNamespace);
        Invoker = new HttpMessageInvoker(handler);
        _http = new HttpClient(handler)
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(Options.UserAgent);
        FieldManager = Options.UserAgent.Split('/')[0];
        Servers = new ApiServers(server);
    }

    public Uri Server { get; }

    /// <summary>The servers that connections go to: <see cref="Server"/>, and those that the caller names beside it.</summary>
    public ApiServers Servers { get; }

    public KubeClientOptions Options { get; }

    /// <summary>The namespace of the kubeconfig's context.</summary>
    public string DefaultNamespace { get; }

    internal string FieldManager { get; }

    /// <summary>Sends requests that become another protocol (WebSocket, tunnels) over connections with the same trust and identity.</summary>
    internal HttpMessageInvoker Invoker { get; }

    /// <summary>The objects of a built-in kind, in all namespaces until <see cref="ResourceClient{TObject}.InNamespace"/> names one.</summary>
    public ResourceClient<TObject> Of<TObject>() where TObject : KubeObject => new(this, ResourceRoute.Of<TObject>(), "");

    /// <summary>The objects of a kind that the caller describes, such as a custom resource.</summary>
    public ResourceClient<TObject> Of<TObject>(ResourceRoute route) where TObject : KubeObject => new(this, route, "");

    /// <summary>The streams of a namespace's pods: logs, exec, attach, port-forward.</summary>
    public PodStreams Pods(string @namespace) => new(this, @namespace);

    /// <summary>The body of a GET of any path, such as <c>/version</c>.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null, Json, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Turns a GET into a raw stream of another protocol (HTTP/1.1 <c>Upgrade</c>). The caller owns the stream.</summary>
    /// <exception cref="StatusException">The server does not switch.</exception>
    public async Task<Stream> UpgradeAsync(string path, string protocol, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd(protocol);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Options.RequestTimeout);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return await response.Content.ReadAsStreamAsync(timeout.Token);
            using (response) throw await StatusReader.ReadAsync(response, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"GET {path} took longer than {Options.RequestTimeout}");
        }
    }

    public void Dispose() => _http.Dispose();

    internal async Task<T> SendAsync<T>(HttpMethod method, RequestPath path, object? body, MediaTypeHeaderValue? type, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Options.RequestTimeout);
        try
        {
            using var response = await SendAsync(method, path.ToString(), body, type ?? Json, timeout.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(timeout.Token);
            return await JsonSerializer.DeserializeAsync<T>(stream, KubeJson.Options, timeout.Token) ?? throw new JsonException("the server answered null");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{method} {path} took longer than {Options.RequestTimeout}");
        }
    }

    /// <summary>Sends a request and returns once the head of a success has arrived; the caller disposes the response.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        var bytes = body as byte[] ?? (body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), KubeJson.Options));
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Version = _http.DefaultRequestVersion, VersionPolicy = _http.DefaultVersionPolicy };
            request.Headers.Accept.Add(AcceptJson);
            if (bytes is not null) request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = type } };
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt >= Options.ThrottledRetries)
                    throw await StatusReader.ReadAsync(response, cancellationToken);
                var wait = response.Headers.RetryAfter?.Delta ?? Options.BackOff.After(attempt + 1, Random.Shared.NextDouble());
                await Task.Delay(wait, Options.TimeProvider, cancellationToken);
            }
        }
    }
}

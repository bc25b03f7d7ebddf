using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// HTTP to Docker Engine over its unix socket, in the newest version of the API that both ends speak. No answer is waited for without end: an engine that hangs
/// costs a step of a pod, not the pod's worker.
/// </summary>
internal sealed class DockerConnection : IDisposable
{
    private static readonly Version Newest = new(1, 43);

    private readonly HttpClient _http;
    private readonly string _socket;
    private readonly TimeSpan _patience;
    private string? _prefix;

    /// <param name="socket">The path of the engine's socket.</param>
    /// <param name="patience">How long an answer may take.</param>
    public DockerConnection(string socket, TimeSpan patience)
    {
        (_socket, _patience) = (socket, patience);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, token) => await DialAsync(token), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = new Uri("http://docker"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <exception cref="RuntimeException">Docker is not there.</exception>
    public Task<DockerVersion> VersionAsync(CancellationToken cancellationToken) => WithinAsync(_patience, async token =>
    {
        var version = await _http.GetFromJsonAsync<DockerVersion>("/version", DockerJson.Options, token);
        var spoken = Version.Parse(version!.ApiVersion);
        _prefix = $"/v{(spoken < Newest ? spoken : Newest)}";
        return version;
    }, cancellationToken);

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => ReadAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>As <see cref="GetAsync{T}"/>, or null where it is not there.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await GetAsync<T>(path, cancellationToken);
        }
        catch (RuntimeException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) => ReadAsync<T>(HttpMethod.Post, path, Json(body), cancellationToken);

    /// <summary>A request whose answer is of no interest.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="work">How long Docker works for it as a rule, beyond which the usual wait begins.</param>
    public async Task DoAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken, TimeSpan work = default)
    {
        using var response = await WithinAsync(work + _patience, token => SendNowAsync(method, path, Json(body), null, token), cancellationToken);
    }

    /// <summary>Sends a request and returns when the head of a success is there; the caller disposes the response, whose body may take any time.</summary>
    /// <exception cref="RuntimeException">Docker refuses, or is not there.</exception>
    public Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, CancellationToken cancellationToken, HttpContent? content = null) =>
        WithinAsync(_patience, token => SendNowAsync(method, path, content, null, token), cancellationToken);

    /// <summary>As <see cref="OpenAsync"/>, for work that takes any time before the first of it is told.</summary>
    public Task<HttpResponseMessage> BeginAsync(HttpMethod method, string path, (string Name, string Value)? header, CancellationToken cancellationToken) =>
        WithinAsync(Timeout.InfiniteTimeSpan, token => SendNowAsync(method, path, null, header, token), cancellationToken);

    /// <summary>
    /// Turns a POST into a raw stream in both directions (Docker calls it hijacking). Where Docker expects no body there must be none: it would
    /// be taken for the first of the input.
    /// </summary>
    public Task<Socket> HijackAsync(string path, object? body, CancellationToken cancellationToken) => WithinAsync(_patience, token => HijackNowAsync(path, body, token), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Socket> HijackNowAsync(string path, object? body, CancellationToken cancellationToken)
    {
        var json = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, DockerJson.Options);
        var head = $"POST {await PrefixAsync(cancellationToken)}{path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n" +
            $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n";
        var socket = await DialSocketAsync(cancellationToken);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
            await socket.SendAsync(json, cancellationToken);
            var (status, length) = await ReadHeadAsync(socket, cancellationToken);
            if (status is HttpStatusCode.SwitchingProtocols or HttpStatusCode.OK) return socket;
            var text = new byte[length];
            await new NetworkStream(socket).ReadExactlyAsync(text, cancellationToken);
            throw Refusal(status, Encoding.UTF8.GetString(text));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task<T> ReadAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) => WithinAsync(_patience, async token =>
    {
        using var response = await SendNowAsync(method, path, content, null, token);
        return (await response.Content.ReadFromJsonAsync<T>(DockerJson.Options, token))!;
    }, cancellationToken);

    private async Task<HttpResponseMessage> SendNowAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)? header, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, await PrefixAsync(cancellationToken) + path) { Content = content };
        if (header is var (name, value)) request.Headers.TryAddWithoutValidation(name, value);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return response;
        using (response) throw Refusal(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <exception cref="RuntimeException">It takes longer, or Docker is not there.</exception>
    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimeException("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            throw new RuntimeException($"Docker Engine does not answer on {_socket}: {e.Message}", e);
        }
    }

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body, body.GetType(), options: DockerJson.Options);

    private static RuntimeException Refusal(HttpStatusCode status, string body)
    {
        string message;
        try
        {
            message = JsonSerializer.Deserialize<DockerError>(body, DockerJson.Options)?.Message ?? body;
        }
        catch (JsonException)
        {
            message = body;
        }

        return new RuntimeException(message) { IsNotFound = status == HttpStatusCode.NotFound };
    }

    private async ValueTask<string> PrefixAsync(CancellationToken cancellationToken)
    {
        if (_prefix is null) await VersionAsync(cancellationToken);
        return _prefix!;
    }

    private async Task<Stream> DialAsync(CancellationToken cancellationToken) => new NetworkStream(await DialSocketAsync(cancellationToken), ownsSocket: true);

    private async Task<Socket> DialSocketAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads a response's head byte by byte: what follows it belongs to the stream.</summary>
    private static async Task<(HttpStatusCode Status, int Length)> ReadHeadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await socket.ReceiveAsync(one, cancellationToken) == 0) throw new RuntimeException("Docker Engine ended the connection");
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1] ?? "0";
        return ((HttpStatusCode)int.Parse(lines[0].Split(' ')[1]), int.Parse(length));
    }
}

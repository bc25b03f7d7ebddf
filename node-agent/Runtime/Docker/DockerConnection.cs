using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>HTTP to Docker Engine over its unix socket, in the newest version of the API that both ends speak.</summary>
internal sealed class DockerConnection : IDisposable
{
    private static readonly Version Newest = new(1, 43);

    private readonly HttpClient _http;
    private readonly string _socket;
    private string? _prefix;

    public DockerConnection(string socket)
    {
        _socket = socket;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, token) => await DialAsync(token), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = new Uri("http://docker"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<DockerVersion> VersionAsync(CancellationToken cancellationToken)
    {
        var version = await _http.GetFromJsonAsync<DockerVersion>("/version", DockerJson.Options, cancellationToken);
        var spoken = Version.Parse(version!.ApiVersion);
        _prefix = $"/v{(spoken < Newest ? spoken : Newest)}";
        return version;
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(DockerJson.Options, cancellationToken))!;
    }

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

    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Json(body), cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(DockerJson.Options, cancellationToken))!;
    }

    /// <summary>A request whose answer is of no interest.</summary>
    public async Task DoAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, Json(body), cancellationToken);
    }

    /// <summary>Sends a request and returns when the head of a success is there; the caller disposes the response.</summary>
    /// <exception cref="RuntimeException">Docker refuses, or is not there.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, (string Name, string Value)? header = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, await PrefixAsync(cancellationToken) + path) { Content = content };
            if (header is var (name, value)) request.Headers.TryAddWithoutValidation(name, value);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return response;
            using (response) throw Refusal(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            throw new RuntimeException($"Docker Engine does not answer on {_socket}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Turns a POST into a raw stream in both directions (Docker calls it hijacking). Where Docker expects no body there must be none: it would
    /// be taken for the first of the input.
    /// </summary>
    public async Task<Socket> HijackAsync(string path, object? body, CancellationToken cancellationToken)
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

    public void Dispose() => _http.Dispose();

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

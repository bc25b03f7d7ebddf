using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Client;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>Raw requests to an API server, as a load generator makes them: prepared bytes out, bytes in, nothing decoded.</summary>
internal sealed class ApiLoad : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _server;

    public ApiLoad(string kubeconfig)
    {
        var config = KubeConfigLoader.FromFile(kubeconfig);
        _server = config.Server;
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        handler.SslOptions.ClientCertificates = [config.ClientCertificate!];
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The number of bytes in the body.</returns>
    public async Task<long> SendAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json")
    {
        using var response = await StartAsync(method, path, body, mediaType);
        await using var content = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var total = 0L;
        while (await content.ReadAsync(buffer) is > 0 and var count) total += count;
        return total;
    }

    /// <summary>Sends a request and returns when the headers of the answer are there.</summary>
    public async Task<HttpResponseMessage> StartAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path)) { Version = HttpVersion.Version11 };
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        var response = await _http.SendAsync(request, CancellationToken.None);
        if (response.IsSuccessStatusCode) return response;
        var text = await response.Content.ReadAsStringAsync();
        throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Gets an object or a list, decoded.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await StartAsync(HttpMethod.Get, path);
        return (await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync()))!;
    }

    /// <summary>Does <paramref name="count"/> numbered pieces of work, <paramref name="workers"/> at a time.</summary>
    public static async Task<(TimeSpan Elapsed, Latencies Each)> RunAsync(int count, int workers, Func<int, Task> work)
    {
        var next = -1;
        var durations = new TimeSpan[count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < count)
            {
                var begun = Stopwatch.GetTimestamp();
                await work(index);
                durations[index] = Stopwatch.GetElapsedTime(begun);
            }
        })));
        return (Stopwatch.GetElapsedTime(started), new Latencies(durations));
    }

    public void Dispose() => _http.Dispose();
}

using System.Net.Security;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>
/// Asks over HTTP: any answer from 200 to 399 is a success. Certificates are not checked. Redirects are followed on the same host; one that leads elsewhere
/// is a success with a warning (k8s.io/kubernetes/pkg/probe/http).
/// </summary>
public sealed class HttpProbe : IDisposable
{
    private const int MostRedirects = 10;
    private const int LongestBody = 10 * 1024;
    private const string ProbeAgent = "kube-probe/1.33";
    private const string HookAgent = "kube-lifecycle/1.33";

    /// <summary>What the message of an outcome ends with where plain HTTP was the answer to TLS.</summary>
    internal const string PlainAnswer = "http: server gave HTTP response to HTTPS client";

    private static readonly HttpRequestOptionsKey<AnsweringStream> Connection = new("connection");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectCallback = ConnectAsync, AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Looks at a container: what counts is the answer.</summary>
    public Task<ProbeOutcome> GetAsync(HTTPGetAction get, Container container, string address, CancellationToken cancellationToken) =>
        AskAsync(get, container, address, ProbeAgent, JudgeAsync, cancellationToken);

    /// <summary>Calls a container's hook: what counts is that there is an answer, whatever it is.</summary>
    public Task<ProbeOutcome> CallAsync(HTTPGetAction get, Container container, string address, CancellationToken cancellationToken) =>
        AskAsync(get, container, address, HookAgent, static (_, _) => Task.FromResult(ProbeOutcome.Success), cancellationToken);

    /// <summary>Where a probe or hook leads.</summary>
    public static string Url(HTTPGetAction get, Container container, string address)
    {
        var scheme = get.Scheme.Length > 0 ? get.Scheme.ToLowerInvariant() : "http";
        return $"{scheme}://{(get.Host.Length > 0 ? get.Host : address)}:{Ports.Resolve(get.Port, container)}/{get.Path.TrimStart('/')}";
    }

    private async Task<ProbeOutcome> AskAsync(
        HTTPGetAction get, Container container, string address, string agent, Func<HttpResponseMessage, CancellationToken, Task<ProbeOutcome>> judge, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(get.Port, container) is not { } port) return ProbeOutcome.Error(Ports.Problem(get.Port, container));
        var url = Url(get, container, address);
        try
        {
            var at = new Uri(url);
            for (var redirects = 0; redirects < MostRedirects; redirects++)
            {
                using var response = await SendAsync(get, at, agent, cancellationToken);
                if (Redirect(response, at) is not { } next) return await judge(response, cancellationToken);
                at = next;
            }

            return ProbeOutcome.Failure($"Get \"{at}\": stopped after {MostRedirects} redirects");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            var why = e.InnerException is System.Net.Sockets.SocketException dial ? $"dial tcp {(get.Host.Length > 0 ? get.Host : address)}:{port}: {DialErrors.Text(dial)}" : e.Message;
            return ProbeOutcome.Failure($"Get \"{url}\": {why}");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Headers of the probe's go before those of the agent; one that takes away <c>Accept</c> is empty.</summary>
    private async Task<HttpResponseMessage> SendAsync(HTTPGetAction get, Uri url, string agent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (!Has("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (!Has("Accept")) request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (var header in get.HttpHeaders.Where(static h => h.Value.Length > 0 || !Is(h, "Accept"))) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError && request.Options.TryGetValue(Connection, out var stream) && stream.IsHttp)
        {
            throw new HttpRequestException(PlainAnswer, e);
        }

        bool Has(string name) => get.HttpHeaders.Any(h => Is(h, name));
        static bool Is(HTTPHeader header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var stream = await AnsweringStream.ConnectAsync(context.DnsEndPoint, cancellationToken);
        context.InitialRequestMessage.Options.Set(Connection, stream);
        return stream;
    }

    /// <summary>Where on the same host to ask next, or null when this is the answer.</summary>
    private static Uri? Redirect(HttpResponseMessage response, Uri from)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return null;
        return Uri.TryCreate(from, location, out var to) && (to.Scheme is "http" or "https") && to.Host == from.Host ? to : null;
    }

    private static async Task<ProbeOutcome> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        if (code is >= 200 and < 300) return ProbeOutcome.Success;
        if (code is < 200 or >= 400) return ProbeOutcome.Failure($"HTTP probe failed with statuscode: {code}");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var start = new byte[LongestBody];
        var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return ProbeOutcome.Warning($"Probe terminated redirects, Response body: {System.Text.Encoding.UTF8.GetString(start, 0, length)}");
    }
}

using System.Net;
using System.Net.Security;
using System.Text;
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

    private const string LateBody = "context deadline exceeded (Client.Timeout or context cancellation while reading body)";
    private const string BrokenBody = "unexpected EOF";

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

    private async Task<ProbeOutcome> AskAsync(
        HTTPGetAction get, Container container, string address, string agent, Func<HttpResponseMessage, CancellationToken, Task<ProbeOutcome>> judge, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(get.Port, container) is not { } port) return ProbeOutcome.Error(Ports.Problem(get.Port, container));
        var (url, keepsHost) = (ProbeUrl.Text(get, container, address), true);
        try
        {
            var at = ProbeUrl.Of(url);
            for (var redirects = 0; redirects < MostRedirects; redirects++)
            {
                using var response = await SendAsync(get, at, agent, keepsHost, cancellationToken);
                if (Redirect(response, at) is not { } next) return await judge(response, cancellationToken);
                (at, url, keepsHost) = (next, next.AbsoluteUri, keepsHost && !response.Headers.Location!.IsAbsoluteUri);
            }

            return ProbeOutcome.Failure($"Get \"{url}\": stopped after {MostRedirects} redirects");
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException)
        {
            return ProbeOutcome.Failure($"Get \"{url}\": {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HTTPGetAction get, Uri url, string agent, bool keepsHost, CancellationToken cancellationToken)
    {
        // Over TLS the server chooses, as with Go's client; without, HTTP/2 is not tried.
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        ProbeHeaders.Add(request, get.HttpHeaders, agent, keepsHost);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            request.Options.TryGetValue(Connection, out var stream);
            if (e.HttpRequestError == HttpRequestError.SecureConnectionError && stream is { IsHttp: true }) throw new HttpRequestException(PlainAnswer, e);
            throw new HttpRequestException(DialErrors.Request(new DnsEndPoint(url.DnsSafeHost, url.Port), stream, e), e);
        }
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
        return Uri.TryCreate(from, location, out var to) && (to.Scheme is "http" or "https") && to.DnsSafeHost == from.DnsSafeHost ? to : null;
    }

    private static async Task<ProbeOutcome> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var start = new byte[LongestBody];
        int length;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return ProbeOutcome.Error(e is OperationCanceledException ? LateBody : BrokenBody, "failure");
        }

        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => ProbeOutcome.Success,
            var code and (< 200 or >= 400) => ProbeOutcome.Failure($"HTTP probe failed with statuscode: {code}"),
            _ => ProbeOutcome.Warning($"Probe terminated redirects, Response body: {Encoding.UTF8.GetString(start, 0, length)}"),
        };
    }
}

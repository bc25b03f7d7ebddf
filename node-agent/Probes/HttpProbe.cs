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

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<ProbeOutcome> GetAsync(HTTPGetAction get, Container container, string address, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(get.Port, container) is not { } port) return ProbeOutcome.Failure($"couldn't find port: {get.Port.Text}");
        var scheme = get.Scheme.Length > 0 ? get.Scheme.ToLowerInvariant() : "http";
        var host = get.Host.Length > 0 ? get.Host : address;
        var url = $"{scheme}://{host}:{port}/{get.Path.TrimStart('/')}";
        try
        {
            var at = new Uri(url);
            for (var redirects = 0; redirects < MostRedirects; redirects++)
            {
                using var response = await AskAsync(get, at, cancellationToken);
                if (Redirect(response, at) is not { } next) return await JudgeAsync(response, cancellationToken);
                at = next;
            }

            return ProbeOutcome.Failure($"Get \"{at}\": stopped after {MostRedirects} redirects");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            var why = e.InnerException is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused }
                ? $"dial tcp {host}:{port}: connect: connection refused"
                : e.Message;
            return ProbeOutcome.Failure($"Get \"{url}\": {why}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HTTPGetAction get, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.33");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (var header in get.HttpHeaders) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
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

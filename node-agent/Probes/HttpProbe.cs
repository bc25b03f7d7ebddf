using System.Net.Security;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Asks over HTTP: any answer from 200 to 399 is a success. Certificates are not checked, redirects to other hosts not followed.</summary>
public sealed class HttpProbe : IDisposable
{
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
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.33");
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            request.Headers.ConnectionClose = true;
            foreach (var header in get.HttpHeaders) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var code = (int)response.StatusCode;
            return code is >= 200 and < 400 ? ProbeOutcome.Success : ProbeOutcome.Failure($"HTTP probe failed with statuscode: {code}");
        }
        catch (HttpRequestException e)
        {
            var why = e.InnerException is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused }
                ? $"dial tcp {host}:{port}: connect: connection refused"
                : e.Message;
            return ProbeOutcome.Failure($"Get \"{url}\": {why}");
        }
    }

    public void Dispose() => _http.Dispose();
}

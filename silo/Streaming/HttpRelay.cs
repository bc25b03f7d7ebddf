using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Passes a client's request on and the answer back, as streams; upgraded connections as raw bytes.</summary>
internal static class HttpRelay
{
    private const string ForwardedFor = "X-Forwarded-For";

    private static readonly HashSet<string> KeptBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Authorization", "Impersonate-User", "Impersonate-Group", "Impersonate-Uid",
    };

    // Only those who pass requests on may say for whom.
    private static readonly string[] KeptBackPrefixes = ["Impersonate-Extra-", "X-Remote-"];

    /// <summary>The request as it is sent on: without credentials and what belongs to the client's connection alone, with the client's address.</summary>
    public static HttpRequestMessage Request(HttpContext context, Uri address)
    {
        var request = new HttpRequestMessage(new HttpMethod(SocketConnect.MethodOf(context.Request)), address) { Version = HttpVersion.Version11 };
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (KeptBack.Contains(name) || KeptBackPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase))) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        Name(request, ForwardedFor, string.Join(", ", [.. context.Request.Headers[ForwardedFor], AddressOf(context)]));
        ClientUpgrade.Of(context)?.PassOn(request);
        return request;
    }

    /// <summary>Has the request ask for the host that the client asked for.</summary>
    public static void KeepHost(HttpRequestMessage request, HttpContext context) => request.Headers.Host = context.Request.Host.Value;

    /// <summary>Sets a header, whatever the client said in it.</summary>
    public static void Name(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    /// <summary>Sends the answer back and completes when the exchange is over.</summary>
    public static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response, context.Response);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && ClientUpgrade.Of(context) is { } upgrade)
        {
            await using var farSide = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await using var clientSide = await upgrade.AcceptAsync(response.Headers.Upgrade.ToString());
            await StreamPair.RelayAsync(clientSide, farSide, IsWebSocket(response) ? new FrameBoundary() : null, context.RequestAborted);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        if (!await StreamPair.CopyAsync(body, context.Response.Body, context.RequestAborted)) context.Abort();
    }

    private static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : context.Connection.RemoteIpAddress?.ToString();

    private static bool IsWebSocket(HttpResponseMessage response) =>
        response.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    private static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
            if (!KeptBack.Contains(name)) target.Headers[name] = new StringValues([.. values]);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            target.Headers[name] = new StringValues([.. values]);
    }
}

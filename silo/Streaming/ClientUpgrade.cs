using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>The connection of a client that asks for another protocol on it: an upgrade on HTTP/1.1, a <see cref="SocketConnect"/> on HTTP/2.</summary>
internal readonly struct ClientUpgrade
{
    private readonly HttpContext _http;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;

    private ClientUpgrade(HttpContext http)
    {
        _http = http;
        _upgrade = http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade ? upgrade : null;
        _connect = SocketConnect.Of(http);
    }

    /// <summary>Null when the client asks for nothing of the kind.</summary>
    public static ClientUpgrade? Of(HttpContext http) => new ClientUpgrade(http) is { IsAsked: true } asked ? asked : null;

    private bool IsAsked => _upgrade is not null || _connect is not null;

    /// <summary>Asks the same of the next server, on HTTP/1.1.</summary>
    public void PassOn(HttpRequestMessage request)
    {
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", _connect?.Protocol ?? (string?)_http.Request.Headers.Upgrade);
        if (_connect is not null) request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>Answers as that server did; from then on the stream is what has been agreed upon.</summary>
    /// <param name="protocol">What the server switched to.</param>
    public async ValueTask<Stream> AcceptAsync(string protocol)
    {
        var response = _http.Response;
        if (_upgrade is not null)
        {
            (response.Headers.Connection, response.Headers.Upgrade) = ("Upgrade", protocol);
            return await _upgrade.UpgradeAsync();
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.Headers.Remove("Sec-WebSocket-Accept");
        return await _connect!.AcceptAsync();
    }
}

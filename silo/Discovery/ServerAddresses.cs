using System.Net;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Peers;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>Where a client may reach the API server: at the advertised address, and from within the services' range at the service <c>kubernetes</c>.</summary>
public sealed class ServerAddresses(OwnAddress own, KubeControlPlaneOptions options, ServiceNetwork network)
{
    private const string Everybody = "0.0.0.0/0";
    private const int ServicePort = 443;

    /// <summary>The addresses for whoever asks: the client that proxies name (<c>X-Forwarded-For</c>, <c>X-Real-Ip</c>), or the other end of the connection.</summary>
    public IReadOnlyList<ServerAddressByClientCIDR> For(HttpContext http)
    {
        var outside = new ServerAddressByClientCIDR { ClientCIDR = Everybody, ServerAddress = new IPEndPoint(own.Advertised, own.Port).ToString() };
        if (Client(http) is not { } client || !network.Addresses.Contains(client)) return [outside];
        return [outside, new ServerAddressByClientCIDR { ClientCIDR = network.Addresses.ToString(), ServerAddress = new IPEndPoint(options.ServiceAddress, ServicePort).ToString() }];
    }

    private static IPAddress? Client(HttpContext http)
    {
        var headers = http.Request.Headers;
        var named = headers["X-Forwarded-For"].ToString().Split(',').Append(headers["X-Real-Ip"].ToString())
            .Select(static text => IPAddress.TryParse(text.AsSpan().Trim(), out var address) ? address : null).FirstOrDefault(static address => address is not null);
        var client = named ?? http.Connection.RemoteIpAddress;
        return client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client;
    }
}

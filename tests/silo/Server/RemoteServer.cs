using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Kube.Tests.Silo;

/// <summary>An API server of its own that an APIService leads to.</summary>
/// <param name="Web">The server.</param>
/// <param name="Authority">Who vouches for it, as a caBundle.</param>
public sealed record RemoteServer(WebApplication Web, string Authority) : IAsyncDisposable
{
    /// <summary>Starts one.</summary>
    /// <param name="host">The name of its service: <c>api.default.svc</c>.</param>
    /// <param name="handler">What it answers.</param>
    public static async Task<RemoteServer> StartAsync(string host, RequestDelegate handler)
    {
        var certificate = WebhookServer.Certificate(host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Any, 0, listen => listen.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var web = builder.Build();
        web.Run(handler);
        await web.StartAsync();
        return new RemoteServer(web, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())));
    }

    /// <summary>Lets the service <c>api</c> of a namespace lead to it.</summary>
    public async Task JoinAsync(ApiClient api, string space)
    {
        var port = new Uri(Web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var created = await api.PostAsync($"/apis/discovery.k8s.io/v1/namespaces/{space}/endpointslices", $$$"""
            {"metadata":{"name":"api-1","labels":{"kubernetes.io/service-name":"api"} },"addressType":"IPv4","ports":[{"name":"","port":{{{port}}} }],"endpoints":[{"addresses":["{{{Address()}}}"]}]}
            """);
        created.Code.ShouldBe(201, created.Body);
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();

    private static IPAddress Address() => NetworkInterface.GetAllNetworkInterfaces().SelectMany(static n => n.GetIPProperties().UnicastAddresses).Select(static a => a.Address)
        .First(static a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Kube.Tests.Silo;

/// <summary>A webhook: HTTPS under a certificate of its own, answering what its handler says to each request of a review.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private WebhookServer(WebApplication web, X509Certificate2 certificate) => (_web, Authority) = (web, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())));

    /// <summary>The certificate to trust, as a configuration holds it.</summary>
    public string Authority { get; }

    public int Port => new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>The requests of the reviews that have come.</summary>
    public List<JsonNode> Seen { get; } = [];

    /// <param name="host">The name that the certificate is for.</param>
    /// <param name="answer">The response to a request, without its uid.</param>
    public static async Task<WebhookServer> StartAsync(string host, Func<JsonNode, Task<JsonObject>> answer)
    {
        var certificate = Certificate(host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Any, 0, listen => listen.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var web = builder.Build();
        var server = new WebhookServer(web, certificate);
        web.Run(async context =>
        {
            var review = await JsonNode.ParseAsync(context.Request.Body);
            lock (server.Seen) server.Seen.Add(review!["request"]!);
            var response = await answer(review["request"]!);
            response["uid"] = (string)review["request"]!["uid"]!;
            await context.Response.WriteAsync(new JsonObject { ["apiVersion"] = (string)review["apiVersion"]!, ["kind"] = (string)review["kind"]!, ["response"] = response }.ToJsonString());
        });
        await web.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public static X509Certificate2 Certificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

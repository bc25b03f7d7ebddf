using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>The HTTPS endpoint: Kestrel with nothing in front of the API server.</summary>
public sealed class ApiListener(KubeControlPlaneOptions options, DataDirectory data, CertificateAuthority authority, TimeProvider time, ILoggerFactory logging)
    : IAsyncDisposable
{
    private const int StreamsPerConnection = 1000;

    // What Go's servers take: commands and selectors travel in the address.
    private const int MostHeaderBytes = 1 << 20;
    private WebApplication? _web;
    private RenewedCertificate? _certificate;
    private volatile Tuple<X509Certificate2, SslStreamCertificateContext>? _identity;

    /// <summary>The port that is listened on, once it is.</summary>
    public int Port { get; private set; }

    /// <summary>The address under which this machine reaches the server.</summary>
    public string LocalUrl => $"https://{Host(options.Bind)}:{Port}";

    public async Task StartAsync(ApiServer server, CancellationToken cancellationToken)
    {
        var names = SubjectNames.OfThisMachine(options.ServiceAddress, [.. options.ServerNames, .. Own(options.Bind), .. Own(options.Advertise)]);
        _certificate = new RenewedCertificate(() => ServerCertificate.Open(data, authority, names, time), time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        _web = builder.Build();
        _web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        _web.Run(server.HandleAsync);
        await _web.StartAsync(cancellationToken);
        var bound = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Port = new Uri(bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port;
    }

    /// <summary>Takes no new requests and lets those under way finish until the token is cancelled.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
        _certificate?.Dispose();
    }

    private static string[] Own(IPAddress? address) => address is null || IsAny(address) ? [] : [address.ToString()];

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static string Host(IPAddress bind) => IsAny(bind) ? "127.0.0.1" : bind.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{bind}]" : bind.ToString();

    /// <summary>What new connections are shown. Two that find it outdated at once both make it anew.</summary>
    private SslStreamCertificateContext Identity()
    {
        var current = _certificate!.Current;
        if (_identity is var (known, context) && ReferenceEquals(known, current)) return context;
        var made = SslStreamCertificateContext.Create(current, null, offline: true, authority.NamedToClients());
        _identity = Tuple.Create(current, made);
        return made;
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.MaxRequestLineSize = MostHeaderBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = MostHeaderBytes;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        kestrel.Listen(options.Bind, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = _certificate!.Current,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = static (_, _, _) => true,
                OnAuthenticate = (_, tls) => tls.ServerCertificateContext = Identity(),
            });
        });
    }
}

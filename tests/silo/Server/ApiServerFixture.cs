using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Watching;
using Orleans.Kube.Tests.Silo;

[assembly: AssemblyFixture(typeof(ApiServerFixture))]

namespace Orleans.Kube.Tests.Silo;

/// <summary>A whole control plane on a loopback port, with SQLite in a temporary folder, shared by all tests of the assembly.</summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    public const string Token = "sesame";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
    private IHost? _host;

    public DataDirectory Data => new(_folder);

    public string Url => _host!.Services.GetRequiredService<ApiListener>().LocalUrl;

    /// <summary>The services of the running control plane.</summary>
    public IServiceProvider Services => _host!.Services;

    /// <summary>The administrator.</summary>
    public ApiClient Admin { get; private set; } = null!;

    /// <summary>Nobody in particular.</summary>
    public ApiClient Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Data.Create();
        await File.WriteAllLinesAsync(Data.Tokens, [$"{Token},reader,uid-1,\"readers,testers\""]);
        _host = await StartAsync(_folder);
        Admin = As("kubernetes-admin", "system:masters");
        Anonymous = new ApiClient(Url, null);
        await ReadyAsync(Admin);
    }

    /// <summary>Waits until a control plane says that it is ready: some of what it does at its start goes on behind its first answers.</summary>
    public static async Task ReadyAsync(ApiClient api)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await api.GetAsync("/readyz")).Code != 200) await Task.Delay(20, patience.Token);
    }

    /// <summary>A control plane over a data directory, on any free port.</summary>
    public static async Task<IHost> StartAsync(string folder, Func<KubeControlPlaneOptions, KubeControlPlaneOptions>? configure = null)
    {
        var options = new KubeControlPlaneOptions
        {
            DataDirectory = folder,
            Port = 0,
            Bind = IPAddress.Loopback,
            ConfigureLedger = static ledger => ledger with { Durable = false },
            Watches = new WatchOptions { BookmarkEvery = TimeSpan.FromMilliseconds(50) },
            ShutdownPatience = TimeSpan.FromSeconds(1),
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddKubeControlPlane(configure is null ? options : configure(options));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch (Exception)
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with a certificate of the cluster's authority.</summary>
    public ApiClient As(string user, params string[] groups) => As(_host!, user, groups);

    /// <summary>The administrator of a control plane of one's own.</summary>
    public static ApiClient Administrator(IHost host) => As(host, "kubernetes-admin", "system:masters");

    private static ApiClient As(IHost host, string user, params string[] groups)
    {
        var issued = host.Services.GetRequiredService<CertificateAuthority>().IssueClient(user, groups, TimeSpan.FromHours(1));
        return new ApiClient(host.Services.GetRequiredService<ApiListener>().LocalUrl, X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem));
    }

    /// <summary>A namespace of its own for a test.</summary>
    public async Task<string> NamespaceAsync()
    {
        var created = await Admin.PostAsync("/api/v1/namespaces", """{"metadata":{"generateName":"test-"}}""");
        created.Code.ShouldBe(201);
        return created.Text("metadata.name");
    }

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Anonymous?.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

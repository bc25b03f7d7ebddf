using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Grains.ApiRegistration;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Aggregation;
using Orleans.Kube.Silo.ApiExtensions;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Bootstrap;
using Orleans.Kube.Silo.Computed;
using Orleans.Kube.Silo.Dashboard;
using Orleans.Kube.Silo.Discovery;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Lists;
using Orleans.Kube.Silo.Metrics;
using Orleans.Kube.Silo.OpenApi;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Policies;
using Orleans.Kube.Silo.ResourceMetrics;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Reviews;
using Orleans.Kube.Silo.Storage;
using Orleans.Kube.Silo.Streaming;
using Orleans.Kube.Silo.Tokens;
using Orleans.Kube.Silo.Watching;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Hosts a Kubernetes control plane in a .NET process.</summary>
public static class KubeControlPlaneServiceCollectionExtensions
{
    /// <summary>
    /// Adds a control plane: the API server with a listener of its own, the grains and the ledger. It starts and stops with the host. A
    /// <see cref="TimeProvider"/> registered before is used as the clock.
    /// </summary>
    public static IServiceCollection AddKubeControlPlane(this IServiceCollection services, KubeControlPlaneOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new ResourceRegistry(BuiltInResources.Create()));
        services.AddSingleton<CustomResources>().AddHostedService(static p => p.GetRequiredService<CustomResources>());
        services.AddSingleton(options).AddSingleton(options.PodSecurity).AddSingleton(options.Limits).AddSingleton(options.Watches);
        services.AddSingleton(new DataDirectory(options.DataDirectory));
        services.AddStore(options);
        services.AddSingleton<IRootCertificates, AuthorityCertificates>().AddSingleton<ICertificateSigner, RequestSigner>().AddSingleton<IServiceAccountSigner, TokenSecretSigner>();
        services.AddSingleton<IPermissions, AuthorizerPermissions>();
        services.AddSingleton<UsageSource>().AddSingleton<IPodUsageSource, PodUsageReader>();
        services.AddSingleton<ServiceDialer>().AddSingleton<ServiceClients>().AddSingleton<IWebhookClient, WebhookClient>();
        services.AddSingleton<RemoteApis>().AddSingleton<IApiServiceProbe>(static p => p.GetRequiredService<RemoteApis>()).AddSingleton<RemoteApiHandler>().AddSingleton<RemoteDiscovery>();
        services.AddSingleton<IForeignApis, RemoteContent>().AddSingleton<IForeignOwners, RemoteOwners>().AddSingleton<IMetricSource, RemoteMetrics>();
        services.AddKubeGrains();
        GrainEngine.Add(services);
        services.AddRequestPipeline();
        services.AddHandlers();
        services.AddOpenApi();
        services.AddStreaming();
        services.AddHealth();
        services.AddSingleton<ServerLifetime>().AddSingleton<ApiListener>().AddSingleton<WriterRole>();
        services.AddSingleton<BootstrapObjects>().AddSingleton<ControlPlaneParts>();
        services.AddHostedService<ControlPlaneService>();
        return services;
    }

    /// <summary>
    /// The ledger is opened when it is first asked for, which is before anything else starts: everything reads from it, so there is nothing
    /// to do meanwhile.
    /// </summary>
    private static void AddStore(this IServiceCollection services, KubeControlPlaneOptions options)
    {
        services.AddSingleton(provider =>
        {
            var data = provider.GetRequiredService<DataDirectory>();
            data.Create();
            var ledger = options.ConfigureLedger(new LedgerOptions { Store = options.Store, Location = options.Connection ?? data.Ledger });
            return Ledger.Ledger.OpenAsync(ledger, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
                .GetAwaiter().GetResult();
        });
        services.AddSingleton<IClusterState>(static provider => provider.GetRequiredService<Ledger.Ledger>());
        services.AddLedgerStorage();
    }

    private static void AddRequestPipeline(this IServiceCollection services)
    {
        services.AddSingleton(static p => CertificateAuthority.Open(p.GetRequiredService<DataDirectory>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OwnAddress>().AddSingleton<ActiveSilo>().AddSingleton<LiveSilos>().AddSingleton<SiloPresence>();
        services.AddSingleton<PeerConnection>().AddSingleton<PeerProxy>().AddSingleton<IAuthenticator, PeerAuthenticator>();
        services.AddSingleton<IAuthenticator, ClientCertificateAuthenticator>();
        services.AddSingleton(static p => TokenFileAuthenticator.Load(p.GetRequiredService<DataDirectory>().Tokens));
        services.AddSingleton<ServiceAccountTokens>().AddSingleton<LegacyTokenUse>();
        services.AddTokens<TokenFileAuthenticator>().AddTokens<BootstrapTokenAuthenticator>().AddTokens<ServiceAccountAuthenticator>();
        services.AddSingleton(static p => new AuthenticatorChain([.. p.GetServices<IAuthenticator>()]));
        services.AddSingleton<IAuthorizer>(static p => new AuthorizerChain(
        [
            new MastersAuthorizer(), new OpenPathsAuthorizer(),
            new NodeAuthorizer(p.GetRequiredService<IClusterState>()), new RbacAuthorizer(p.GetRequiredService<IClusterState>()),
        ]));
        services.AddSingleton<Impersonation>().AddSingleton<FlowController>().AddSingleton<RequestGate>();
        services.AddSingleton<RequestRouter>().AddSingleton<RequestMetrics>().AddSingleton<ApiServer>();
    }

    private static IServiceCollection AddTokens<T>(this IServiceCollection services) where T : class, IAuthenticator, ITokenAuthenticator
    {
        services.TryAddSingleton<T>();
        return services.AddSingleton<IAuthenticator>(static p => p.GetRequiredService<T>()).AddSingleton<ITokenAuthenticator>(static p => p.GetRequiredService<T>());
    }

    private static void AddHandlers(this IServiceCollection services)
    {
        services.AddSingleton<ComputedResources>().AddSingleton<IComputedResource, ComponentStatuses>();
        services.AddSingleton<IComputedResource, NodeMetricsResource>().AddSingleton<IComputedResource, PodMetricsResource>();
        services.AddSingleton<SnapshotShelf>().AddSingleton<ListReader>().AddSingleton<ListWriter>().AddSingleton<ObjectAnswer>();
        services.AddSingleton<GrainWriter>().AddSingleton<ConvertedPatch>().AddSingleton<WatchPacing>().AddSingleton<ReviewRegistry>();
        services.AddSingleton<GetHandler>().AddSingleton<ListHandler>().AddSingleton<WatchHandler>().AddSingleton<ReadHandlers>();
        services.AddSingleton<CreateHandler>().AddSingleton<UpdateHandler>().AddSingleton<PatchHandler>();
        services.AddSingleton<DeleteHandler>().AddSingleton<DeleteCollectionHandler>().AddSingleton<WriteHandlers>().AddSingleton<VerbHandlers>();
        services.AddSingleton<ISubresourceHandler, ActionHandler>().AddSingleton<ISubresourceHandler, TokenRequestHandler>().AddSingleton<ISubresourceHandler, TrafficHandler>();
        services.AddSingleton<IReviewer, TokenReviewer>().AddSingleton<IPathHandler, OpenIdHandler>();
        services.AddSingleton<IReviewer, SubjectAccessReviewer>().AddSingleton<IReviewer, LocalSubjectAccessReviewer>();
        services.AddSingleton<IReviewer, SelfSubjectAccessReviewer>().AddSingleton<IReviewer, SelfSubjectRulesReviewer>();
        services.AddSingleton<IReviewer, SelfSubjectReviewer>();
        services.AddSingleton<IPathHandler, VersionHandler>().AddSingleton<IPathHandler, MetricsHandler>();
        services.AddSingleton<ServerAddresses>();
        services.AddSingleton<IPathHandler, DiscoveryHandler>().AddSingleton<IPathHandler, DashboardHandler>();
        services.AddSingleton<IPathHandler>(static p => new RootPathsHandler(() => p.GetRequiredService<RequestRouter>().Paths));
    }
}

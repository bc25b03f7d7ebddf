using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Grains.ApiRegistration;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Grains.Scheduling;
using Orleans.Kube.Grains.Workloads;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Grains;

/// <summary>Registers what grains need.</summary>
public static class KubeGrainsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the services of the object grains and the admission plugins. The host adds the engine, an <c>IClusterState</c>, and an
    /// <c>IGrainStorage</c> keyed <c>ledger</c>; it starts <see cref="ChangeRouter"/> itself, while its silo is the active writer. Options
    /// and clock can be registered before.
    /// </summary>
    public static IServiceCollection AddKubeGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ResourceRegistry.BuiltIn);
        services.TryAddSingleton<AdmissionOptions>();
        services.TryAddSingleton<PodSecurityOptions>();
        services.TryAddSingleton<EventOptions>();
        services.TryAddSingleton<ReconcileOptions>();
        services.TryAddSingleton<RoutingOptions>();
        services.TryAddSingleton<ServiceOptions>();
        services.TryAddSingleton<ServiceNetwork>();
        services.TryAddSingleton<NodeOptions>();
        services.TryAddSingleton<PodNetwork>();
        services.TryAddSingleton<IRootCertificates, NoRootCertificates>();
        services.TryAddSingleton<IServiceAccountSigner, NoServiceAccountSigner>();
        services.TryAddSingleton<ICertificateSigner, NoCertificateSigner>();
        services.TryAddSingleton<IPermissions, MastersPermissions>();
        services.TryAddSingleton<IPodUsageSource, NoPodUsage>();
        services.TryAddSingleton<IMetricSource, NoMetrics>();
        services.TryAddSingleton<IUidSource, RandomUidSource>();
        services.TryAddSingleton<IIdSource>(new RandomIdSource(Random.Shared));
        services.AddAdmissionPlugin<NamespaceLifecycle>();
        services.AddAdmissionPlugin<LimitRangeAdmission>();
        services.AddAdmissionPlugin<ServiceAccountAdmission>();
        services.AddAdmissionPlugin<PriorityAdmission>();
        services.AddAdmissionPlugin<DefaultTolerations>();
        services.AddAdmissionPlugin<DefaultStorageClass>();
        services.AddAdmissionPlugin<StorageProtection>();
        services.AddAdmissionPlugin<ClaimResize>();
        services.AddAdmissionPlugin<RuntimeClassAdmission>();
        services.AddAdmissionPlugin<DefaultIngressClass>();
        services.AddAdmissionPlugin<PodSecurityAdmission>();
        services.AddAdmissionPlugin<QuotaAdmission>();
        services.AddAdmissionPlugin<CertificateAdmission>();
        services.AddAdmissionPlugin<NodeRestriction>();
        services.AddAdmissionPlugin<RoleEscalation>();
        services.AddAdmissionPlugin<MutatingWebhooks>();
        services.AddAdmissionPlugin<ValidatingWebhooks>();
        services.AddAdmissionPlugin<PolicyAdmission>();
        services.AddAdmissionPlugin<CustomRuleAdmission>();
        services.TryAddSingleton<IWebhookClient, NoWebhooks>();
        services.TryAddSingleton<IApiServiceProbe, NoApiServices>();
        services.TryAddSingleton<IForeignApis, NoForeignApis>();
        services.TryAddSingleton<IForeignOwners, NoForeignOwners>();
        services.TryAddSingleton<ObjectConversion>();
        services.TryAddSingleton<WriteVariables>();
        services.TryAddSingleton<WebhookCalls>();
        services.TryAddSingleton<AdmissionChain>();
        services.TryAddSingleton<ObjectServices>();
        services.TryAddSingleton<EventRecorder>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService<EventExpiry>();
        services.TryAddSingleton<PodSweepOptions>();
        services.AddHostedService<PodSweep>();
        services.AddHostedService<AddressSweep>();
        services.TryAddSingleton(static provider => new ReconcileServices(
            provider.GetRequiredService<EventRecorder>(),
            provider.GetRequiredService<IIdSource>(),
            Random.Shared,
            provider.GetRequiredService<ReconcileOptions>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddWorkloads();
        services.AddScheduler();
        services.TryAddSingleton<Waker>();
        services.TryAddSingleton<ChangeRouter>();
        return services;
    }

    /// <summary>Adds a rule that writes pass.</summary>
    public static IServiceCollection AddAdmissionPlugin<TPlugin>(this IServiceCollection services) where TPlugin : class, IAdmissionPlugin
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPlugin, TPlugin>());
        return services;
    }
}

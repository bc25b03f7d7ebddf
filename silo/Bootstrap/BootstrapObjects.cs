using System.Net;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Tokens;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>Makes sure that what every cluster has is there: namespaces, roles, and the <c>kubernetes</c> service with this server's address.</summary>
public sealed partial class BootstrapObjects(
    KubeControlPlaneOptions options, ResourceRegistry registry, IClusterState cluster, GrainWriter writer, IRootCertificates authorities, OwnAddress own,
    ActiveSilo active, LiveSilos silos, ServiceNetwork network, TimeProvider time, ILogger<BootstrapObjects> log)
{
    private static readonly WriteContext Author = WriteContext.System("kube-apiserver");

    /// <summary>
    /// Creates what is missing and corrects the addresses. What users have changed otherwise stays as it is. An object that is refused is
    /// logged and left out: a cluster without it is better than none.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken);
        await EnsureAllAsync(DefaultRoles.All(), replaces: false, cancellationToken);
        await EnsureAllAsync(JoiningObjects.Permissions(), replaces: false, cancellationToken);
        await EnsureAllAsync([DefaultStorageClass.Local(), .. DefaultPriorityClasses.All()], replaces: false, cancellationToken);
        await EnsureAllAsync(LocalApiServices.All(registry), replaces: false, cancellationToken);
        await EnsureTrackingAsync(cancellationToken);
        await EnsureClusterInfoAsync(JoiningObjects.ClusterInfo(own.AdvertisedUrl, authorities.Pem), cancellationToken);
        if (active.Address is { } before && before != new Uri(own.Url)) await RemoveAsync(LiveSilos.LeaseKey(before.ToString()), cancellationToken);
        await EnsureAllAsync([active.LeaseOf(own.Url, time.GetUtcNow())], replaces: true, cancellationToken);
        await KeepAsync(cancellationToken);
        await EnsureAllAsync([DnsService.For(options.ServiceAddress)], replaces: false, cancellationToken);
    }

    /// <summary>
    /// Puts back what Kubernetes' API server also does while it runs, should somebody have removed it, and leads the <c>kubernetes</c> service to this
    /// silo and the others that live.
    /// </summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken);
        await EnsureAllAsync([.. DefaultFlowControl.Levels(), .. DefaultFlowControl.Schemas(), .. LocalApiServices.Trust(authorities.Pem)], replaces: false, cancellationToken);
        await EnsureAllAsync([DefaultServiceRange.Of(network)], replaces: false, cancellationToken);
        IPAddress[] addresses = [.. silos.Addresses().Append(own.Advertised).Where(static a => !IPAddress.IsLoopback(a)).Distinct().OrderBy(static a => a.ToString(), StringComparer.Ordinal)];
        var service = new KubernetesService(options.ServiceAddress, addresses, own.Port);
        await EnsureAllAsync([service.Service()], replaces: false, cancellationToken);
        if (addresses.Length == 0 || service.LeadsThere(cluster.Current)) return;
        await EnsureAllAsync([service.Endpoints(), service.EndpointSlice()], replaces: true, cancellationToken);
    }

    /// <summary>Removes an object that is no longer true.</summary>
    public Task RemoveAsync(ObjectKey key, CancellationToken cancellationToken) =>
        cluster.Current.Find(key) is null ? Task.CompletedTask : writer.DeleteAsync(key, new DeleteRequest(null, Author)).WaitAsync(cancellationToken);

    /// <summary>Its signatures stay while what is signed is the same.</summary>
    private Task EnsureClusterInfoAsync(ConfigMap wanted, CancellationToken cancellationToken)
    {
        var known = cluster.Current.Find(Controllers.BootstrapTokens.BootstrapToken.ClusterInfo)?.As<ConfigMap>().Data.GetValueOrDefault("kubeconfig");
        return EnsureAllAsync([wanted], replaces: known != wanted.Data["kubeconfig"], cancellationToken);
    }

    /// <summary>Says since when uses of the tokens in secrets are noted.</summary>
    private Task EnsureTrackingAsync(CancellationToken cancellationToken)
    {
        var since = cluster.Current.Find(LegacyTokenPlanner.Tracking)?.As<ConfigMap>().Data.GetValueOrDefault(LegacyTokenPlanner.Since);
        return EnsureAllAsync([LegacyTokenUse.Tracking(time.GetUtcNow())], replaces: !LegacyTokenPlanner.IsDay(since), cancellationToken);
    }

    private Task EnsureAllAsync(IEnumerable<KubeObject> objects, bool replaces, CancellationToken cancellationToken) =>
        Task.WhenAll(objects.Select(o => EnsureAsync(o, replaces))).WaitAsync(cancellationToken);

    private async Task EnsureAsync(KubeObject wanted, bool replaces)
    {
        if (!registry.TryFindKind(wanted.ApiVersion, wanted.Kind, out var definition)) return;
        var key = definition.Key(wanted.Metadata.Namespace, wanted.Metadata.Name);
        var existing = cluster.Current.Find(key);
        if (existing is not null && !replaces) return;
        var reply = existing is null
            ? await writer.CreateAsync(key, new CreateRequest(ApiObject.FromContent(key, wanted), Author))
            : await writer.ReplaceAsync(key, new ReplaceRequest(ApiObject.FromContent(key, wanted), "", Author));
        try
        {
            GrainWriter.Require(reply);
        }
        catch (StatusException refusal)
        {
            Refused(log, wanted.Kind, wanted.Metadata.Name, refusal.Message);
        }
    }

    [LoggerMessage(50, LogLevel.Error, "{Kind} {Name}, which every cluster has, could not be written: {Why}")]
    private static partial void Refused(ILogger log, string kind, string name, string why);
}

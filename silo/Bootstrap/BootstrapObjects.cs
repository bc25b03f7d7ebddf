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
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Tokens;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>Makes sure that what every cluster has is there: namespaces, roles, and the <c>kubernetes</c> service with this server's address.</summary>
public sealed partial class BootstrapObjects(
    KubeControlPlaneOptions options, ResourceRegistry registry, IClusterState cluster, GrainWriter writer, IRootCertificates authorities, OwnAddress own,
    ActiveSilo active, LiveSilos silos, ServiceNetwork network, TimeProvider time, ILogger<BootstrapObjects> log) : IHealthReporter
{
    private static readonly WriteContext Author = WriteContext.System("kube-apiserver");

    private readonly Milestone _namespaces = new("start-system-namespaces-controller");
    private readonly Milestone _authorities = new("start-cluster-authentication-info-controller");
    private readonly Milestone _forgotten = new("start-kube-apiserver-identity-lease-garbage-collector");
    private readonly Milestone _tokens = new("start-legacy-token-tracking-controller");
    private readonly Milestone _roles = new("rbac/bootstrap-roles");
    private readonly Milestone _classes = new("scheduling/bootstrap-system-priority-classes");
    private readonly Milestone _flows = new("priority-and-fairness-config-producer");
    private readonly Milestone _service = new("bootstrap-controller");
    private readonly Milestone _range = new("start-kubernetes-service-cidr-controller");
    private readonly Milestone _versions = new("kube-apiserver-autoregistration");

    /// <summary>The cluster has been told that this silo lives.</summary>
    internal Milestone Presence { get; } = new("start-kube-apiserver-identity-lease-controller");

    public IReadOnlyList<IHealthCheck> Checks => Milestones;

    private Milestone[] Milestones =>
        field ??= [_namespaces, _authorities, Presence, _forgotten, _tokens, _roles, _classes, _flows, _service, _range, _versions];

    /// <summary>Another silo writes, and does all this.</summary>
    public void IsDoneElsewhere() => Array.ForEach(Milestones, static m => m.Reach());

    /// <summary>
    /// Creates what is missing and corrects the addresses. What users have changed otherwise stays as it is. An object that is refused is
    /// logged, and tried again by <see cref="KeepAsync"/>; until it is there, the server is not ready.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await _namespaces.ReachAsync(EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken));
        await EnsureOnceAsync(again: false, cancellationToken);
        await EnsureAllAsync([.. JoiningObjects.Permissions(), DefaultStorageClass.Local()], replaces: false, cancellationToken);
        await EnsureClusterInfoAsync(JoiningObjects.ClusterInfo(own.AdvertisedUrl, authorities.Pem), cancellationToken);
        if (active.Address is { } before && before != new Uri(own.Url)) await RemoveAsync(LiveSilos.LeaseKey(before.ToString()), cancellationToken);
        await Presence.ReachAsync(EnsureAllAsync([active.LeaseOf(own.Url, time.GetUtcNow()), silos.LeaseOf(own.Url)], replaces: true, cancellationToken));
        await KeepAsync(cancellationToken);
        await EnsureAllAsync([DnsService.For(options.ServiceAddress)], replaces: false, cancellationToken);
    }

    /// <summary>
    /// Puts back what Kubernetes' API server also does while it runs, should somebody have removed it, and leads the <c>kubernetes</c> service to this
    /// silo and the others that live.
    /// </summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await _namespaces.ReachAsync(EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken));
        await EnsureOnceAsync(again: true, cancellationToken);
        await _flows.ReachAsync(EnsureAllAsync([.. DefaultFlowControl.Levels(), .. DefaultFlowControl.Schemas()], replaces: false, cancellationToken));
        await _authorities.ReachAsync(EnsureAllAsync(LocalApiServices.Trust(authorities.Pem), replaces: false, cancellationToken));
        await _range.ReachAsync(EnsureAllAsync([DefaultServiceRange.Of(network)], replaces: false, cancellationToken));
        await Task.WhenAll(silos.Forgotten().Select(key => RemoveAsync(key, cancellationToken)));
        _forgotten.Reach();
        await _service.ReachAsync(LeadToSilosAsync(cancellationToken));
    }

    /// <summary>What is made when a silo begins to write, and then left to users.</summary>
    /// <param name="again">Only what was refused before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task EnsureOnceAsync(bool again, CancellationToken cancellationToken)
    {
        if (!again || !_roles.IsReached) await _roles.ReachAsync(EnsureAllAsync(DefaultRoles.All(), replaces: false, cancellationToken));
        if (!again || !_classes.IsReached) await _classes.ReachAsync(EnsureAllAsync(DefaultPriorityClasses.All(), replaces: false, cancellationToken));
        if (!again || !_versions.IsReached) await _versions.ReachAsync(EnsureAllAsync(LocalApiServices.All(registry), replaces: false, cancellationToken));
        if (!again || !_tokens.IsReached) await _tokens.ReachAsync(EnsureTrackingAsync(cancellationToken));
    }

    /// <summary>Makes the <c>kubernetes</c> service, and has it lead to all silos that live.</summary>
    private async Task<bool> LeadToSilosAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses = [.. silos.Addresses().Append(own.Advertised).Where(static a => !IPAddress.IsLoopback(a)).Distinct().OrderBy(static a => a.ToString(), StringComparer.Ordinal)];
        var service = new KubernetesService(options.ServiceAddress, addresses, own.Port);
        var isThere = await EnsureAllAsync([service.Service()], replaces: false, cancellationToken);
        if (addresses.Length == 0 || service.LeadsThere(cluster.Current)) return isThere;
        return await EnsureAllAsync([service.Endpoints(), service.EndpointSlice()], replaces: true, cancellationToken) && isThere;
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
    private Task<bool> EnsureTrackingAsync(CancellationToken cancellationToken)
    {
        var since = cluster.Current.Find(LegacyTokenPlanner.Tracking)?.As<ConfigMap>().Data.GetValueOrDefault(LegacyTokenPlanner.Since);
        return EnsureAllAsync([LegacyTokenUse.Tracking(time.GetUtcNow())], replaces: !LegacyTokenPlanner.IsDay(since), cancellationToken);
    }

    /// <returns>Whether all of them are there.</returns>
    private async Task<bool> EnsureAllAsync(IEnumerable<KubeObject> objects, bool replaces, CancellationToken cancellationToken) =>
        (await Task.WhenAll(objects.Select(o => EnsureAsync(o, replaces))).WaitAsync(cancellationToken)).All(static isThere => isThere);

    private async Task<bool> EnsureAsync(KubeObject wanted, bool replaces)
    {
        if (!registry.TryFindKind(wanted.ApiVersion, wanted.Kind, out var definition)) return true;
        var key = definition.Key(wanted.Metadata.Namespace, wanted.Metadata.Name);
        var existing = cluster.Current.Find(key);
        if (existing is not null && RoleUpdate.Of(existing.Decode(definition.ObjectType), wanted) is { } updated) wanted = updated;
        else if (existing is not null && !replaces) return true;
        var reply = existing is null
            ? await writer.CreateAsync(key, new CreateRequest(ApiObject.FromContent(key, wanted), Author))
            : await writer.ReplaceAsync(key, new ReplaceRequest(ApiObject.FromContent(key, wanted), "", Author));
        try
        {
            GrainWriter.Require(reply);
            return true;
        }
        catch (StatusException refusal)
        {
            Refused(log, wanted.Kind, wanted.Metadata.Name, refusal.Message);
            return false;
        }
    }

    [LoggerMessage(50, LogLevel.Error, "{Kind} {Name}, which every cluster has, could not be written: {Why}")]
    private static partial void Refused(ILogger log, string kind, string name, string why);
}

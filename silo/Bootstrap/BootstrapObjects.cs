using System.Net;
using Microsoft.Extensions.Logging;
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
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>Makes sure that what every cluster has is there: namespaces, roles, and the <c>kubernetes</c> service with this server's address.</summary>
public sealed partial class BootstrapObjects(
    KubeControlPlaneOptions options, ResourceRegistry registry, IClusterState cluster, GrainWriter writer, IRootCertificates authorities, ActiveSilo active,
    TimeProvider time, ILogger<BootstrapObjects> log)
{
    private static readonly WriteContext Author = WriteContext.System("kube-apiserver");

    /// <summary>The port that the API server listens on.</summary>
    public int Port { get; set; }

    /// <summary>
    /// Creates what is missing and corrects the addresses. What users have changed otherwise stays as it is. An object that is refused is
    /// logged and left out: a cluster without it is better than none.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken);
        await EnsureAllAsync(DefaultRoles.All(), replaces: false, cancellationToken);
        await EnsureAllAsync(JoiningObjects.Permissions(), replaces: false, cancellationToken);
        await EnsureAllAsync([DefaultStorageClass.Local()], replaces: false, cancellationToken);
        var service = new KubernetesService(options.ServiceAddress, Advertised(), Port);
        await EnsureAllAsync([service.Service(), DnsService.For(options.ServiceAddress)], replaces: false, cancellationToken);
        await EnsureClusterInfoAsync(JoiningObjects.ClusterInfo($"https://{Host(service.ServerAddress)}:{Port}", authorities.Pem), cancellationToken);
        var own = options.Advertise is null && IPAddress.IsLoopback(options.Bind) ? options.Bind : service.ServerAddress;
        await EnsureAllAsync([active.LeaseOf($"https://{Host(own)}:{Port}", time.GetUtcNow())], replaces: true, cancellationToken);
        if (!IPAddress.IsLoopback(service.ServerAddress))
            await EnsureAllAsync([service.Endpoints(), service.EndpointSlice()], replaces: true, cancellationToken);
    }

    private static string Host(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <summary>Its signatures stay while what is signed is the same.</summary>
    private Task EnsureClusterInfoAsync(ConfigMap wanted, CancellationToken cancellationToken)
    {
        var known = cluster.Current.Find(Controllers.BootstrapTokens.BootstrapToken.ClusterInfo)?.As<ConfigMap>().Data.GetValueOrDefault("kubeconfig");
        return EnsureAllAsync([wanted], replaces: known != wanted.Data["kubeconfig"], cancellationToken);
    }

    private IPAddress Advertised()
    {
        if (options.Advertise is { } advertised) return advertised;
        var isOwn = !options.Bind.Equals(IPAddress.Any) && !options.Bind.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(options.Bind);
        if (isOwn) return options.Bind;
        return SubjectNames.MachineAddresses().FirstOrDefault() ?? IPAddress.Loopback;
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

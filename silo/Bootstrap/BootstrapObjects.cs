using System.Net;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>Makes sure that what every cluster has is there: namespaces, roles, and the <c>kubernetes</c> service with this server's address.</summary>
public sealed class BootstrapObjects(KubeControlPlaneOptions options, ResourceRegistry registry, IClusterState cluster, GrainWriter writer)
{
    private static readonly WriteContext Author = WriteContext.System("kube-apiserver");

    /// <summary>The port that the API server listens on.</summary>
    public int Port { get; set; }

    /// <summary>Creates what is missing and corrects the addresses. What users have changed otherwise stays as it is.</summary>
    /// <exception cref="StatusException">An object cannot be written.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureAllAsync(DefaultNamespaces.All(), replaces: false, cancellationToken);
        await EnsureAllAsync(DefaultRoles.All(), replaces: false, cancellationToken);
        var service = new KubernetesService(options.ServiceAddress, Advertised(), Port);
        await EnsureAllAsync([service.Service()], replaces: false, cancellationToken);
        await EnsureAllAsync([service.Endpoints(), service.EndpointSlice()], replaces: true, cancellationToken);
    }

    private IPAddress Advertised()
    {
        if (options.Advertise is { } advertised) return advertised;
        if (!options.Bind.Equals(IPAddress.Any) && !options.Bind.Equals(IPAddress.IPv6Any)) return options.Bind;
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
        catch (StatusException refusal) when (refusal.Reason == StatusReason.AlreadyExists)
        {
            // Another silo made it between the look and the write.
        }
    }
}

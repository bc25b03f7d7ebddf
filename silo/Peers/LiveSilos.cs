using System.Net;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Peers;

/// <summary>The silos that say that they live, each by a Lease of its own, as Kubernetes' API servers do.</summary>
public sealed class LiveSilos(IClusterState cluster, TimeProvider time)
{
    /// <summary>How long a silo counts as alive after its last word, in seconds.</summary>
    internal const int Duration = 30;

    private const string Namespace = "kube-system";
    private const string IdentityLabel = "apiserver.kubernetes.io/identity";
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>The lease that the silo at this address renews.</summary>
    internal static ObjectKey LeaseKey(string url) => new(Resources.Leases, Namespace, $"apiserver-{new Uri(url).Host.Trim('[', ']').Replace(':', '-')}-{new Uri(url).Port}");

    /// <summary>That lease as it is renewed now.</summary>
    internal Lease LeaseOf(string url) => new()
    {
        ApiVersion = "coordination.k8s.io/v1", Kind = "Lease",
        Metadata = new ObjectMeta
        {
            Name = LeaseKey(url).Name, Namespace = Namespace,
            Labels = new Dictionary<string, string> { [IdentityLabel] = "kube-apiserver", ["kubernetes.io/hostname"] = Environment.MachineName.ToLowerInvariant() },
        },
        Spec = new LeaseSpec { HolderIdentity = url, LeaseDurationSeconds = Duration, RenewTime = new MicroTime(time.GetUtcNow()) },
    };

    /// <summary>The addresses of those that live, whatever their port, in order.</summary>
    public IReadOnlyList<IPAddress> Addresses() =>
    [
        .. from lease in Leases()
           where Age(lease) <= TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? Duration) && Uri.TryCreate(lease.Spec.HolderIdentity, UriKind.Absolute, out _)
           let host = new Uri(lease.Spec.HolderIdentity!).Host.Trim('[', ']')
           where IPAddress.TryParse(host, out var address) && !IPAddress.IsLoopback(address)
           orderby host
           select IPAddress.Parse(host),
    ];

    /// <summary>The leases of those that have not been heard of for an hour.</summary>
    public IReadOnlyList<ObjectKey> Forgotten() => [.. from lease in Leases() where Age(lease) > KeptFor select new ObjectKey(Resources.Leases, Namespace, lease.Metadata.Name)];

    private TimeSpan Age(Lease lease) => lease.Spec.RenewTime is { } renewed ? time.GetUtcNow() - renewed.Value : TimeSpan.MaxValue;

    private IEnumerable<Lease> Leases() =>
        from item in cluster.Current.List(Resources.Leases, Namespace)
        let lease = item.As<Lease>()
        where lease.Metadata.Labels.GetValueOrDefault(IdentityLabel) == "kube-apiserver"
        select lease;
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Peers;

/// <summary>
/// Which silo does the work. The one that holds the writer lease writes its address into the Lease <see cref="LeaseName"/>, where the others,
/// and people, find it.
/// </summary>
public sealed class ActiveSilo(IClusterState cluster)
{
    public const string LeaseName = "orleans-kube-control-plane";
    private static readonly ObjectKey Key = new(Resources.Leases, "kube-system", LeaseName);

    /// <summary>Whether it is this one.</summary>
    public bool IsHere { get; set; }

    /// <summary>The address of the one that was active last, or null where none has been.</summary>
    public Uri? Address => Uri.TryCreate(cluster.Current.Find(Key)?.As<Lease>().Spec.HolderIdentity, UriKind.Absolute, out var address) ? address : null;

    /// <summary>The lease as the silo at this address takes it.</summary>
    public KubeObject LeaseOf(string address, DateTimeOffset now)
    {
        var old = cluster.Current.Find(Key)?.As<Lease>();
        var spec = old?.Spec ?? new LeaseSpec();
        return new Lease
        {
            ApiVersion = "coordination.k8s.io/v1", Kind = "Lease",
            Metadata = new ObjectMeta { Name = LeaseName, Namespace = Key.Namespace, ResourceVersion = old?.Metadata.ResourceVersion ?? "" },
            Spec = new LeaseSpec { HolderIdentity = address, AcquireTime = new MicroTime(now), LeaseTransitions = old is null ? 0 : (spec.LeaseTransitions ?? 0) + 1 },
        };
    }
}

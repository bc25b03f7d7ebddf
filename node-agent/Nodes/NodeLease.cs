using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>The heartbeat of one node: a Lease in kube-node-lease that it renews.</summary>
public sealed class NodeLease(KubeClient client, string node, NodeHeartbeatOptions options)
{
    private readonly ResourceClient<Lease> _leases = client.Of<Lease>().InNamespace("kube-node-lease");

    /// <summary>Renews the lease, making it where there is none.</summary>
    /// <param name="ownerUid">The node's uid; the lease goes when the node does.</param>
    /// <param name="now">The time of the renewal.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RenewAsync(string ownerUid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var renewal = new { spec = new { holderIdentity = node, leaseDurationSeconds = Seconds, renewTime = new MicroTime(now) } };
            await _leases.PatchAsync(node, PatchKind.Merge, renewal, cancellationToken: cancellationToken);
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            await _leases.CreateAsync(Lease(ownerUid, now), cancellationToken: cancellationToken);
        }
    }

    private int Seconds => (int)options.LeaseDuration.TotalSeconds;

    private Lease Lease(string ownerUid, DateTimeOffset now) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = node, Namespace = "kube-node-lease",
            OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node, Uid = ownerUid }],
        },
        Spec = new LeaseSpec { HolderIdentity = node, LeaseDurationSeconds = Seconds, RenewTime = new MicroTime(now) },
    };
}

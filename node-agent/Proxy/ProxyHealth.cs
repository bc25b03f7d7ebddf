using System.Text.Json.Nodes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// Whether the service proxy keeps up, in kube-proxy's terms (k8s.io/kubernetes/pkg/proxy/healthcheck): it does while no change has waited for longer than a
/// minute. Load balancers ask for it, and are also told when the node is about to go.
/// </summary>
public sealed class ProxyHealth(TimeProvider time)
{
    private const string GoingTaint = "ToBeDeletedByClusterAutoscaler";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _waitingSince;
    private DateTimeOffset? _updated;
    private bool _isEligible = true;

    /// <summary>A change waits to be put into the packet filter.</summary>
    public void Queue()
    {
        lock (_gate) _waitingSince ??= time.GetUtcNow();
    }

    /// <summary>All changes are in the packet filter.</summary>
    public void Update()
    {
        lock (_gate) (_waitingSince, _updated) = (null, time.GetUtcNow());
    }

    /// <summary>What this node's object says: one that is being deleted, or that the autoscaler is about to remove, is to get no new connections.</summary>
    public void Judge(Node node)
    {
        lock (_gate) _isEligible = node.Metadata.DeletionTimestamp is null && !node.Spec.Taints.Any(static t => t.Key == GoingTaint);
    }

    /// <summary>The answer to <c>/livez</c>, or to <c>/healthz</c>, which also counts whether the node is to get connections.</summary>
    public (bool IsHealthy, JsonObject Report) Tell(bool withNode)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var isCurrent = _waitingSince is not { } since || now - since < Longest;
            var isHealthy = isCurrent && (!withNode || _isEligible);
            var report = new JsonObject { ["lastUpdated"] = isHealthy ? now : _updated ?? default, ["currentTime"] = now };
            if (withNode) report["nodeEligible"] = _isEligible;
            report["healthy"] = isCurrent;
            if (_updated is { } updated) report["status"] = new JsonObject { ["IPv4"] = new JsonObject { ["lastUpdated"] = updated, ["healthy"] = isCurrent } };
            return (isHealthy, report);
        }
    }
}

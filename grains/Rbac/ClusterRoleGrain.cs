using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A role of the cluster: one that aggregates others has their rules.</summary>
[GrainType("clusterroles.rbac.authorization.k8s.io")]
public sealed class ClusterRoleGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IClusterRoleGrain
{
    protected override string Component => "clusterrole-aggregation-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<ClusterRole>() is { } role && AggregationPlanner.Plan(view, role) is { } write) await WriteOrThrowAsync([write]);
        return null;
    }
}

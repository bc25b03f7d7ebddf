using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A ReplicaSet: keeps a number of pods running.</summary>
[GrainType("replicasets.apps")]
public sealed class ReplicaSetGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IReplicaSetGrain
{
    protected override string Component => "replicaset-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var set = Stored!.As<ReplicaSet>();
        var plan = ReplicaSetPlanner.Plan(ReplicaSetGathering.Gather(view, set, refusal), now, Reconciling.Ids);
        return ReplicaSetGathering.Arrange(plan, plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, set with { Status = plan.Status }));
    }
}

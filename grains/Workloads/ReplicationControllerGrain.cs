using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A ReplicationController: keeps a number of pods running, as a ReplicaSet does.</summary>
[GrainType("replicationcontrollers")]
public sealed class ReplicationControllerGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IReplicationControllerGrain
{
    protected override string Component => "replication-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var controller = Stored!.As<ReplicationController>();
        var plan = ReplicaSetPlanner.Plan(ReplicaSetGathering.Gather(view, ReplicationControllers.AsReplicaSet(controller), refusal), now, Reconciling.Ids);
        return ReplicaSetGathering.Arrange(plan, plan.Status is null
            ? null
            : ObjectReplacement.StatusOf(Key.Resource, controller with { Status = ReplicationControllers.AsStatus(plan.Status) }));
    }
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A Deployment: rolls its pod template out over ReplicaSets.</summary>
[GrainType("deployments.apps")]
public sealed class DeploymentGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IDeploymentGrain
{
    protected override string Component => "deployment-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var deployment = Stored!.As<Deployment>();
        var plan = DeploymentPlanner.Plan(Gather(view, deployment, refusal), now);
        return new WorkloadPlan(
            [plan.Creates, plan.Patches, plan.Deletes],
            plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, deployment with { Status = plan.Status }),
            plan.Events, plan.Due);
    }

    private static DeploymentView Gather(IClusterView view, Deployment deployment, Refusal? refusal)
    {
        var sets = view.Controlled<ReplicaSet>(Resources.ReplicaSets, deployment.Metadata);
        var seen = new DeploymentView(deployment, sets, view.Orphans<ReplicaSet>(Resources.ReplicaSets, deployment.Metadata, deployment.Spec.Selector)) { Refusal = refusal };
        return deployment.Spec.Strategy.Type != DeploymentStrategyType.Recreate ? seen : seen with
        {
            UnfinishedPods = sets.ToDictionary(
                static set => set.Metadata.Uid,
                set => view.ControlledBy(Resources.Pods, set.Metadata.Uid).Count(static pod => !pod.As<Pod>().IsFinished())),
        };
    }
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.DaemonSets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A DaemonSet: keeps a pod on every node that it selects.</summary>
[GrainType("daemonsets.apps")]
public sealed class DaemonSetGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IDaemonSetGrain
{
    // How often pods failed on a node is not stored: after a take-over the waits start anew, as they do in Kubernetes.
    private IReadOnlyDictionary<string, FailureBackoff> _failures = new Dictionary<string, FailureBackoff>();

    protected override string Component => "daemonset-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var set = Stored!.As<DaemonSet>();
        var seen = new DaemonSetView(
            set,
            [.. view.List(Resources.Nodes).Select(static node => node.As<Node>())],
            view.Controlled<Pod>(Resources.Pods, set.Metadata),
            view.Orphans<Pod>(Resources.Pods, set.Metadata, set.Spec.Selector),
            [
                .. view.Controlled<ControllerRevision>(Resources.ControllerRevisions, set.Metadata),
                .. view.Orphans<ControllerRevision>(Resources.ControllerRevisions, set.Metadata, set.Spec.Selector),
            ])
        {
            Refusal = refusal,
            Failures = _failures,
        };
        var plan = DaemonSetPlanner.Plan(seen, now, Reconciling.Ids);
        _failures = plan.Failures;
        return new WorkloadPlan(
            [plan.Revisions, plan.Patches, plan.Creates, plan.Deletes],
            plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, set with { Status = plan.Status }),
            plan.Events, plan.Due);
    }
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A StatefulSet: keeps pods with names, storage and an order of their own.</summary>
[GrainType("statefulsets.apps")]
public sealed class StatefulSetGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IStatefulSetGrain
{
    protected override string Component => "statefulset-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var set = Stored!.As<StatefulSet>();
        var pods = view.Controlled<Pod>(Resources.Pods, set.Metadata);
        var seen = new StatefulSetView(
            set, pods,
            view.Orphans<Pod>(Resources.Pods, set.Metadata, set.Spec.Selector),
            [
                .. view.Controlled<ControllerRevision>(Resources.ControllerRevisions, set.Metadata),
                .. view.Orphans<ControllerRevision>(Resources.ControllerRevisions, set.Metadata, set.Spec.Selector),
            ],
            Claims(view, set, pods)) { Refusal = refusal };
        var plan = StatefulSetPlanner.Plan(seen, now);
        return new WorkloadPlan(
            [plan.Revisions, plan.Patches, plan.Claims, plan.Creates, plan.Deletes],
            plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, set with { Status = plan.Status }),
            plan.Events, plan.Due);
    }

    /// <summary>The claims of the pods that are there or should be.</summary>
    private static IReadOnlyList<PersistentVolumeClaim> Claims(IClusterView view, StatefulSet set, IReadOnlyList<Pod> pods)
    {
        if (set.Spec.VolumeClaimTemplates.Count == 0) return [];
        var first = set.Spec.Ordinals?.Start ?? 0;
        var names = Enumerable.Range(first, set.Spec.Replicas ?? 1).Select(ordinal => StatefulPods.Name(set, ordinal)).Concat(pods.Select(static pod => pod.Metadata.Name)).Distinct();
        return
        [
            .. names.SelectMany(name => set.Spec.VolumeClaimTemplates.Select(template => StatefulPods.ClaimName(template, name)))
                .Select(name => view.Find(new ObjectKey(Resources.PersistentVolumeClaims, set.Metadata.Namespace, name))?.As<PersistentVolumeClaim>())
                .OfType<PersistentVolumeClaim>(),
        ];
    }
}

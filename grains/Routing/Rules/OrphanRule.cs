using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>An object that nobody controls concerns the controllers whose selector selects it: they may adopt it.</summary>
public sealed class OrphanRule : IWakeRule
{
    private static readonly GroupResource[] OfPods =
        [.. new[] { Resources.ReplicaSets, Resources.ReplicationControllers, Resources.StatefulSets, Resources.DaemonSets, Resources.Jobs }.Where(ObjectGrains.Reconciles)];

    private static readonly GroupResource[] OfReplicaSets = [.. new[] { Resources.Deployments }.Where(ObjectGrains.Reconciles)];

    private static readonly GroupResource[] OfRevisions = [.. new[] { Resources.StatefulSets, Resources.DaemonSets }.Where(ObjectGrains.Reconciles)];

    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Kind == ChangeKind.Deleted) return;
        var adopters = Adopters(change.Key.Resource);
        if (adopters.Length == 0 || change.Object.Header is { ControllerUid: not null } or { IsDeleting: true }) return;
        foreach (var adopter in adopters)
        {
            foreach (var key in situation.Selectors.Matching(adopter, change.Key.Namespace, change.Object.Header.Labels))
                targets.Add(WakeTarget.Reconciler(key));
        }
    }

    private static GroupResource[] Adopters(GroupResource resource) =>
        resource == Resources.Pods ? OfPods
        : resource == Resources.ReplicaSets ? OfReplicaSets
        : resource == Resources.ControllerRevisions ? OfRevisions
        : [];
}

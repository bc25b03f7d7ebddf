using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A node that comes, goes, or changes what it takes concerns every DaemonSet.</summary>
public sealed class DaemonSetRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Nodes || !ObjectGrains.Reconciles(Resources.DaemonSets)) return;
        if (change is { Kind: ChangeKind.Modified, Previous: { } previous } && NodeChanges.SuitAlike(previous.As<Node>(), change.Object.As<Node>())) return;
        foreach (var set in situation.View.List(Resources.DaemonSets)) targets.Add(WakeTarget.Reconciler(set.Key));
    }
}

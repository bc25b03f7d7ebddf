using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A change of an object concerns its own grain, also its end.</summary>
public sealed class SelfRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (ObjectGrains.Reconciles(change.Key.Resource)) targets.Add(WakeTarget.Reconciler(change.Key));
    }
}

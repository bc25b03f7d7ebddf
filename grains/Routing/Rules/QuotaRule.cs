using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>An object that comes, goes or changes concerns the quotas of its namespace that count it.</summary>
public sealed class QuotaRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Namespace.Length == 0) return;
        foreach (var stored in situation.View.List(Resources.ResourceQuotas, change.Key.Namespace))
            if (QuotaPlanner.Counted(stored.As<ResourceQuota>().Spec).Contains(change.Key.Resource)) targets.Add(WakeTarget.Reconciler(stored.Key));
    }
}

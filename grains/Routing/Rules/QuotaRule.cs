using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>An object that comes, goes or changes concerns the quotas of its namespace that count it; a kind that comes concerns all that count its objects.</summary>
public sealed class QuotaRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Namespace.Length > 0) Collect(change.Key.Resource, situation.View.List(Resources.ResourceQuotas, change.Key.Namespace), targets);
        else if (change.Key.Resource == Resources.CustomResourceDefinitions) Collect(QuotaNames.Resource(change.Key.Name), situation.View.List(Resources.ResourceQuotas), targets);
    }

    private static void Collect(GroupResource counted, IEnumerable<ApiObject> quotas, ISet<WakeTarget> targets)
    {
        foreach (var stored in quotas)
            if (QuotaPlanner.Counted(stored.As<ResourceQuota>().Spec).Contains(counted)) targets.Add(WakeTarget.Reconciler(stored.Key));
    }
}

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
        var (resource, name, @namespace) = (change.Key.Resource, change.Key.Name, change.Key.Namespace);
        if (@namespace.Length > 0) Collect(resource, situation.View.List(Resources.ResourceQuotas, @namespace), targets);
        else if (resource == Resources.CustomResourceDefinitions) Collect(QuotaNames.Resource(name), situation.View.List(Resources.ResourceQuotas), targets);
    }

    private static void Collect(GroupResource counted, IEnumerable<ApiObject> quotas, ISet<WakeTarget> targets)
    {
        foreach (var stored in quotas)
            if (QuotaPlanner.Counted(stored.As<ResourceQuota>().Spec).Contains(counted)) targets.Add(WakeTarget.Reconciler(stored.Key));
    }
}

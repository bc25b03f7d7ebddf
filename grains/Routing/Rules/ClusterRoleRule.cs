using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A role that comes, goes or changes concerns those that aggregate it, and those that did.</summary>
public sealed class ClusterRoleRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.ClusterRoles) return;
        foreach (var stored in situation.View.List(Resources.ClusterRoles))
        {
            var role = stored.As<ClusterRole>();
            if (AggregationPlanner.Selects(role, change.Object.Header.Labels) || (change.Previous is { } previous && AggregationPlanner.Selects(role, previous.Header.Labels)))
                targets.Add(WakeTarget.Reconciler(stored.Key));
        }
    }
}

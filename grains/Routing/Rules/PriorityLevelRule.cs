using Orleans.Kube.Controllers;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A priority level that comes or goes concerns the flow schemas that name it.</summary>
public sealed class PriorityLevelRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.PriorityLevelConfigurations || change.Kind == ChangeKind.Modified) return;
        foreach (var stored in situation.View.List(Resources.FlowSchemas))
            if (stored.As<FlowSchema>().Spec.PriorityLevelConfiguration.Name == change.Key.Name) targets.Add(WakeTarget.Reconciler(stored.Key));
    }
}

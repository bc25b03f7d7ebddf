using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>How large the zones are concerns the services that spread their traffic over them in proportion.</summary>
public sealed class TopologyRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Nodes) return;
        if (change is { Kind: ChangeKind.Modified, Previous: { } previous } && IsAlike(previous.As<Node>(), change.Object.As<Node>())) return;
        foreach (var service in situation.View.List(Resources.Services))
            if (TopologyHints.IsProportional(service.As<Service>())) targets.Add(WakeTarget.Reconciler(service.Key));
    }

    private static bool IsAlike(Node left, Node right) =>
        left.IsReady() == right.IsReady()
        && left.Metadata.Labels.GetValueOrDefault(ServiceFacts.ZoneLabel) == right.Metadata.Labels.GetValueOrDefault(ServiceFacts.ZoneLabel)
        && left.Status.Allocatable.GetValueOrDefault(ResourceName.Cpu) == right.Status.Allocatable.GetValueOrDefault(ResourceName.Cpu);
}

using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Whom to wake when it is not known what changed: after a take-over, or when the feed was lost.</summary>
public static class UnfinishedWork
{
    /// <summary>Every grain that may have work to do.</summary>
    public static IEnumerable<WakeTarget> In(WakeSituation situation)
    {
        yield return WakeTarget.Scheduler(SchedulerRule.Name);
        yield return WakeTarget.BootstrapTokens;
        foreach (var resource in ObjectGrains.ReconcilingResources)
            foreach (var item in situation.View.List(resource)) yield return WakeTarget.Reconciler(item.Key);
        foreach (var node in VanishedNodes(situation.View)) yield return node;
        foreach (var job in StrayPodRule.In(situation.View)) yield return job;
        foreach (var account in TokenSecretRule.In(situation.View)) yield return account;
        foreach (var claim in VolumeRule.In(situation.View)) yield return claim;
        foreach (var owner in Garbage(situation)) yield return owner;
    }

    /// <summary>One of so many portions of the objects that are reconciled.</summary>
    public static IEnumerable<WakeTarget> Portion(IClusterView view, int portion, int of)
    {
        var index = 0;
        foreach (var resource in ObjectGrains.ReconcilingResources)
        {
            foreach (var item in view.List(resource))
                if (index++ % of == portion) yield return WakeTarget.Reconciler(item.Key);
        }
    }

    /// <summary>Nodes that pods are bound to and that are not there.</summary>
    private static IEnumerable<WakeTarget> VanishedNodes(IClusterView view)
    {
        var names = new HashSet<string>();
        foreach (var pod in view.List(Resources.Pods))
        {
            var name = PodFacts.NodeOf(pod);
            if (name.Length == 0 || !names.Add(name)) continue;
            var key = new ObjectKey(Resources.Nodes, "", name);
            if (view.Find(key) is null) yield return WakeTarget.Reconciler(key);
        }
    }

    /// <summary>Owners that go or are gone while something still names them.</summary>
    private static IEnumerable<WakeTarget> Garbage(WakeSituation situation)
    {
        var rule = new GarbageRule();
        var targets = new HashSet<WakeTarget>();
        foreach (var resource in situation.View.Resources)
        {
            foreach (var item in situation.View.List(resource))
                if (item.Header is { OwnerReferences.Count: > 0 } or { IsDeleting: true }) rule.Collect(new ObjectChange(ChangeKind.Modified, item, null), situation, targets);
        }

        return targets;
    }
}

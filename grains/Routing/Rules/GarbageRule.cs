using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// An owner that goes concerns the collection of its dependents; so does a dependent that appears when its owner is gone, and one that goes
/// or lets go of its owner while that waits for it.
/// </summary>
public sealed class GarbageRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var header = change.Object.Header;
        if (change.Kind == ChangeKind.Deleted ? situation.View.Dependents(header.Uid).Any() : header is { IsDeleting: true, HasFinalizers: true })
            targets.Add(WakeTarget.Garbage(new OwnerKey(change.Key, header.Uid)));
        foreach (var owner in header.OwnerReferences) CollectOwner(change, owner, situation, targets);
        if (change.Previous is not { } previous) return;
        foreach (var owner in previous.Header.OwnerReferences)
            if (header.OwnerReferences.All(o => o.Uid != owner.Uid)) CollectOwner(change, owner, situation, targets);
    }

    private static void CollectOwner(ObjectChange change, OwnerReference owner, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (!situation.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition)) return;
        var key = definition.Key(change.Key.Namespace, owner.Name);
        var stored = situation.View.Find(key);
        var exists = stored is not null && stored.Header.Uid == owner.Uid;
        var concerns = exists ? stored!.Header is { IsDeleting: true, HasFinalizers: true } : change.Kind != ChangeKind.Deleted;
        if (concerns) targets.Add(WakeTarget.Garbage(new OwnerKey(key, owner.Uid)));
    }
}

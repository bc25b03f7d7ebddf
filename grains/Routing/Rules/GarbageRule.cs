using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// An owner that goes concerns the collection of its dependents; so does a dependent that appears when its owner is gone, and one that goes
/// or lets go of its owner while that waits for it. Who names an owner of a kind that is not served here waits for that kind.
/// </summary>
public sealed class GarbageRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var header = change.Object.Header;
        if (change.Kind == ChangeKind.Deleted ? situation.View.Dependents(header.Uid).Any() : header is { IsDeleting: true, HasFinalizers: true })
            targets.Add(WakeTarget.Garbage(new OwnerKey(change.Key, header.Uid)));
        foreach (var owner in header.OwnerReferences) CollectOwner(change, owner, situation, targets);
        if (change.Key.Resource == Resources.CustomResourceDefinitions && BecomesKnown(change))
            CollectKinds(change.Object.As<CustomResourceDefinition>().Spec, targets);
        if (change.Previous is not { } previous) return;
        foreach (var owner in previous.Header.OwnerReferences)
            if (header.OwnerReferences.All(o => o.Uid != owner.Uid)) CollectOwner(change, owner, situation, targets);
    }

    private static void CollectOwner(ObjectChange change, OwnerReference owner, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (!situation.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition))
        {
            if (change.Kind != ChangeKind.Deleted) targets.Add(WakeTarget.Awaiting(change.Key, KindKey.Of(owner)));
            return;
        }

        var key = definition.Key(change.Key.Namespace, owner.Name);
        var stored = situation.View.Find(key);
        var exists = stored is not null && stored.Header.Uid == owner.Uid;
        var concerns = exists ? stored!.Header is { IsDeleting: true, HasFinalizers: true } : change.Kind != ChangeKind.Deleted;
        if (concerns) targets.Add(WakeTarget.Garbage(new OwnerKey(key, owner.Uid)));
    }

    private static bool BecomesKnown(ObjectChange change) => change.Kind != ChangeKind.Deleted && IsKnown(change.Object.As<CustomResourceDefinition>())
        && (change.Previous is not { } previous || !IsKnown(previous.As<CustomResourceDefinition>()));

    /// <summary>Whether objects of a custom resource are served.</summary>
    internal static bool IsKnown(CustomResourceDefinition definition) =>
        definition.Status?.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" }) == true;

    private static void CollectKinds(CustomResourceDefinitionSpec spec, ISet<WakeTarget> targets)
    {
        foreach (var version in spec.Versions.Where(static v => v.Served)) targets.Add(WakeTarget.Served(new KindKey($"{spec.Group}/{version.Name}", spec.Names.Kind)));
    }
}

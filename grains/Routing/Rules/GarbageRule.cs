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
/// or lets go of its owner while that waits for it. Once a kind comes to be known, so do those who name owners of it that are not there.
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
            CollectKind(change.Object.As<CustomResourceDefinition>(), situation, targets);
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

    private static bool BecomesKnown(ObjectChange change) => change.Kind != ChangeKind.Deleted && IsKnown(change.Object.As<CustomResourceDefinition>())
        && (change.Previous is not { } previous || !IsKnown(previous.As<CustomResourceDefinition>()));

    private static bool IsKnown(CustomResourceDefinition definition) =>
        definition.Status?.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" }) == true;

    private static void CollectKind(CustomResourceDefinition definition, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var (view, spec) = (situation.View, definition.Spec);
        var versions = spec.Versions.Where(static v => v.Served).Select(v => $"{spec.Group}/{v.Name}").ToHashSet();
        foreach (var resource in view.Resources)
        {
            foreach (var item in view.List(resource))
            {
                foreach (var owner in item.Header.OwnerReferences)
                {
                    if (owner.Kind != spec.Names.Kind || !versions.Contains(owner.ApiVersion)) continue;
                    var key = new ObjectKey(new GroupResource(spec.Group, spec.Names.Plural), spec.Scope == ResourceScope.Namespaced ? item.Key.Namespace : "", owner.Name);
                    if (view.Find(key)?.Header.Uid != owner.Uid) targets.Add(WakeTarget.Garbage(new OwnerKey(key, owner.Uid)));
                }
            }
        }
    }
}

using Orleans.Kube.Controllers.GarbageCollection;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>What has become of the owners that objects name, here or at other API servers. For one collection: each of those is asked once.</summary>
internal sealed class OwnerLookup(IClusterView view, ResourceRegistry registry, IForeignOwners foreign)
{
    private readonly Dictionary<KindKey, IForeignKind?> _kinds = [];
    private readonly Dictionary<(KindKey Kind, string Namespace, string Name), ForeignOwner?> _found = [];

    /// <summary>A dependent as the planner of this owner's dependents looks at it.</summary>
    public async Task<GarbageDependent> DependentAsync(string owner, ApiObject item)
    {
        var others = new List<GarbageOwnerState>();
        var isMisplaced = false;
        foreach (var reference in item.Header.OwnerReferences)
        {
            isMisplaced |= item.Key.Namespace.Length == 0 && await IsNamespacedAsync(reference);
            if (reference.Uid != owner) others.Add(await StateAsync(item, reference));
        }

        return new GarbageDependent(
            item.Key, item.Header.Uid, item.Header.IsDeleting, view.Dependents(item.Header.Uid).Any(), item.Header.OwnerReferences, others.Contains(GarbageOwnerState.Solid),
            GarbagePlanner.ClosesCircle(owner, item.Header.Uid, item.Header.IsDeleting, uid => view.Dependents(uid).Where(IsWaiting).Select(static d => d.Header.Uid)))
        {
            IsMisplaced = isMisplaced,
            IsUnsure = others.Contains(GarbageOwnerState.Unknown),
            Finalizers = item.Header.HasFinalizers ? ObjectJson.ReadMetadata(item.Json.Span).Finalizers : [],
        };
    }

    /// <summary>A kind that is not served here, or null when nobody is known to serve it.</summary>
    public async Task<IForeignKind?> KindAsync(KindKey key)
    {
        if (!_kinds.TryGetValue(key, out var kind)) _kinds[key] = kind = await foreign.KindAsync(key.ApiVersion, key.Kind);
        return kind;
    }

    /// <summary>An object of such a kind, or null when it is not there.</summary>
    /// <exception cref="HttpRequestException">Nobody can say.</exception>
    public async Task<ForeignOwner?> FindAsync(IForeignKind kind, KindKey key, string @namespace, string name)
    {
        var place = (key, kind.IsNamespaced ? @namespace : "", name);
        if (!_found.TryGetValue(place, out var owner)) _found[place] = owner = await kind.FindAsync(place.Item2, name);
        return owner;
    }

    private async Task<bool> IsNamespacedAsync(OwnerReference reference) => registry.TryFindKind(reference.ApiVersion, reference.Kind, out var kind)
        ? kind.Namespaced
        : await KindAsync(KindKey.Of(reference)) is { IsNamespaced: true };

    private async Task<GarbageOwnerState> StateAsync(ApiObject dependent, OwnerReference reference)
    {
        if (registry.TryFindKind(reference.ApiVersion, reference.Kind, out var definition))
        {
            var owner = view.Find(definition.Key(dependent.Key.Namespace, reference.Name));
            return owner is null || owner.Header.Uid != reference.Uid || IsWaiting(owner) ? GarbageOwnerState.Gone : GarbageOwnerState.Solid;
        }

        try
        {
            if (await KindAsync(KindKey.Of(reference)) is not { } kind) return GarbageOwnerState.Unknown;
            var owner = await FindAsync(kind, KindKey.Of(reference), dependent.Key.Namespace, reference.Name);
            return owner is null || owner.Uid != reference.Uid || (owner.IsDeleting && owner.Finalizers.Contains(GarbagePlanner.ForegroundFinalizer))
                ? GarbageOwnerState.Gone : GarbageOwnerState.Solid;
        }
        catch (HttpRequestException)
        {
            return GarbageOwnerState.Unknown;
        }
    }

    private static bool IsWaiting(ApiObject owner) =>
        owner.Header.IsDeleting && ObjectJson.ReadMetadata(owner.Json.Span).Finalizers.Contains(GarbagePlanner.ForegroundFinalizer);

    /// <summary>What an owner is to a dependent that another owner lets go.</summary>
    private enum GarbageOwnerState
    {
        /// <summary>It is there, and not itself waiting for its dependents to go.</summary>
        Solid,
        Gone,

        /// <summary>Nobody can say.</summary>
        Unknown,
    }
}

using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.GarbageCollection;

/// <summary>
/// What becomes of the dependents of an owner that goes (https://kubernetes.io/docs/concepts/architecture/garbage-collection/): orphaned they
/// lose the reference; in the background they are deleted once the owner is gone; in the foreground they are deleted first, and the owner
/// waits for those that block it.
/// </summary>
public static class GarbagePlanner
{
    public const string OrphanFinalizer = "orphan";
    public const string ForegroundFinalizer = "foregroundDeletion";

    public static IReadOnlyList<ObjectWrite> Plan(GarbageView view) => view.Owner switch
    {
        null => [.. view.Dependents.Select(d => Collect(view.Uid, d, Wished(d))).OfType<ObjectWrite>()],
        { IsDeleting: true } owner when owner.Finalizers.Contains(OrphanFinalizer) => Orphan(view, owner),
        { IsDeleting: true } owner when owner.Finalizers.Contains(ForegroundFinalizer) => Foreground(view, owner),
        _ => [],
    };

    /// <summary>Whether the dependent of an owner in foreground deletion closes a circle of owners that would wait for each other for ever.</summary>
    /// <param name="owner">The owner's uid.</param>
    /// <param name="dependent">The dependent's uid.</param>
    /// <param name="isDeleting">
    /// Whether the dependent is being deleted too, so that the circle is known whole. As long as it is not, dependents of its own that wait are taken for a sign of one.
    /// </param>
    /// <param name="waiting">The dependents of an object that are in foreground deletion.</param>
    public static bool ClosesCircle(string owner, string dependent, bool isDeleting, Func<string, IEnumerable<string>> waiting)
    {
        if (!isDeleting) return waiting(dependent).Any();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>([dependent]);
        while (next.TryPop(out var at))
        {
            if (at == owner) return true;
            foreach (var below in waiting(at).Where(seen.Add)) next.Push(below);
        }

        return false;
    }

    private static IReadOnlyList<ObjectWrite> Orphan(GarbageView view, GarbageOwner owner) => view.Dependents.Count > 0
        ? [.. view.Dependents.Select(d => Release(view.Uid, d))]
        : [RemoveFinalizer(view.Uid, owner, OrphanFinalizer)];

    private static IReadOnlyList<ObjectWrite> Foreground(GarbageView view, GarbageOwner owner)
    {
        var blocking = view.Dependents.Any(d => d.References.Any(r => r.Uid == view.Uid && r.BlockOwnerDeletion == true));
        if (!blocking) return [RemoveFinalizer(view.Uid, owner, ForegroundFinalizer)];
        var unblocked = view.Dependents.Where(static d => d is { HasOtherOwner: false, ClosesCircle: true } && d.References.Any(static r => r.BlockOwnerDeletion == true)).Select(Unblock);
        return
        [
            .. unblocked,
            .. view.Dependents.Select(d => Collect(view.Uid, d, d.HasDependents ? DeletionPropagation.Foreground : Wished(d))).OfType<ObjectWrite>(),
        ];
    }

    private static string Wished(GarbageDependent dependent) => dependent.Finalizers.Contains(OrphanFinalizer) ? DeletionPropagation.Orphan
        : dependent.Finalizers.Contains(ForegroundFinalizer) ? DeletionPropagation.Foreground : DeletionPropagation.Background;

    /// <summary>Owners that own each other would wait for each other for ever: the one that closes the circle holds up none of its owners.</summary>
    private static ObjectPatch Unblock(GarbageDependent dependent) => new(dependent.Key, PatchKind.StrategicMerge, new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = dependent.Uid,
            ["ownerReferences"] = new JsonArray(
                [.. dependent.References.Where(static r => r.BlockOwnerDeletion == true).Select(static r => new JsonObject { ["uid"] = r.Uid, ["blockOwnerDeletion"] = false })]),
        },
    });

    /// <summary>A dependent with another owner stays and forgets this one.</summary>
    private static ObjectWrite? Collect(string uid, GarbageDependent dependent, string propagation) =>
        dependent.IsMisplaced || dependent.IsUnsure ? null
        : dependent.HasOtherOwner ? Release(uid, dependent)
        : dependent.IsDeleting ? null
        : new ObjectDeletion(dependent.Key, dependent.Uid, propagation);

    private static ObjectPatch Release(string uid, GarbageDependent dependent) => new(dependent.Key, PatchKind.StrategicMerge, new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = dependent.Uid,
            ["ownerReferences"] = new JsonArray(new JsonObject { ["$patch"] = "delete", ["uid"] = uid }),
        },
    });

    private static ObjectPatch RemoveFinalizer(string uid, GarbageOwner owner, string finalizer) => new(owner.Key, PatchKind.StrategicMerge, new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = uid,
            ["$deleteFromPrimitiveList/finalizers"] = new JsonArray(finalizer),
        },
    });
}

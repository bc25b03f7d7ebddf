using System.Text.Json.Nodes;
using Orleans.Kube.Controllers.GarbageCollection;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.GarbageCollection;

/// <summary>Objects that own one another in any shape, circles too, of which some are deleted by people in every way there is.</summary>
public sealed class GarbagePropertyTests
{
    private const int Rounds = 60;

    [Fact]
    public void Nobody_goes_who_still_has_an_owner_and_nobody_stays_who_had_only_owners_that_went() => Script.ForAll(static script =>
    {
        var world = new Graph(script);
        var orphans = new Dictionary<string, string>();
        for (var acts = script.Choose(4); acts > 0; acts--)
        {
            var name = script.Pick(world.Names);
            var way = script.Pick(["", GarbagePlanner.ForegroundFinalizer, GarbagePlanner.OrphanFinalizer]);
            foreach (var (dependent, _) in orphans.Where(o => o.Value == name).ToList()) orphans.Remove(dependent);
            if (way == GarbagePlanner.OrphanFinalizer && world.Find(name) is { IsDeleting: false })
                foreach (var dependent in world.DependentsOf(name).Where(d => world.Find(d) is { IsDeleting: false, Owners.Count: 1 })) orphans[dependent] = name;
            world.Delete(name, way);
            for (var round = script.Choose(3); round > 0; round--) world.Collect(script.Choose(2) == 0);
        }

        var rounds = 0;
        while (world.Collect(lost: false)) (++rounds).ShouldBeLessThan(Rounds, "the collector never rests");

        foreach (var item in world.Items)
        {
            item.IsDeleting.ShouldBeFalse($"{item.Name} waits for ever");
            item.Owners.ShouldAllBe(owner => world.Find(owner) != null, $"{item.Name} names an owner that is gone");
        }

        foreach (var name in world.Free.Concat(orphans.Keys).Where(name => !world.Deleted.Contains(name))) world.Find(name).ShouldNotBeNull($"{name} was not to go");
    });

    private sealed record Item(string Name, HashSet<string> Owners, HashSet<string> Finalizers)
    {
        public bool IsDeleting { get; set; }
    }

    /// <summary>The objects; each name is a uid as well.</summary>
    private sealed class Graph
    {
        private readonly Dictionary<string, Item> _items = [];
        private readonly HashSet<(string Dependent, string Owner)> _unblocked = [];

        public Graph(Script script)
        {
            Names = [.. Enumerable.Range(0, 2 + script.Choose(6)).Select(static i => $"o{i}")];
            foreach (var name in Names) _items[name] = new Item(name, [], []);
            for (var links = script.Choose(10); links > 0; links--)
            {
                var (owner, dependent) = (script.Pick(Names), script.Pick(Names));
                if (owner != dependent) _items[dependent].Owners.Add(owner);
            }

            Free = [.. _items.Values.Where(static i => i.Owners.Count == 0).Select(static i => i.Name)];
        }

        public string[] Names { get; }

        /// <summary>Those that never had an owner.</summary>
        public HashSet<string> Free { get; }

        /// <summary>What people deleted.</summary>
        public HashSet<string> Deleted { get; } = [];

        public IEnumerable<Item> Items => _items.Values;

        public Item? Find(string name) => _items.GetValueOrDefault(name);

        public IEnumerable<string> DependentsOf(string name) => _items.Values.Where(i => i.Owners.Contains(name)).Select(static i => i.Name);

        public void Delete(string name, string finalizer)
        {
            Deleted.Add(name);
            Remove(name, finalizer);
        }

        /// <summary>One round for every owner that anyone names.</summary>
        /// <returns>Whether anything changed.</returns>
        public bool Collect(bool lost)
        {
            var changed = false;
            foreach (var uid in _items.Values.SelectMany(static i => i.Owners).Concat(Names).Distinct().Order(StringComparer.Ordinal).ToList())
            {
                var owner = Find(uid);
                if (owner is { IsDeleting: false }) continue;
                var seen = owner is null ? null : new GarbageOwner(Key(uid), owner.IsDeleting, [.. owner.Finalizers]);
                var plan = GarbagePlanner.Plan(new GarbageView(uid, seen, [.. DependentsOf(uid).Order(StringComparer.Ordinal).Select(d => Seen(uid, Find(d)!))]));
                foreach (var write in lost ? plan.Take(1) : plan) changed |= Apply(write);
            }

            return changed;
        }

        private GarbageDependent Seen(string owner, Item item) => new(
            Key(item.Name), item.Name, item.IsDeleting, DependentsOf(item.Name).Any(),
            [.. item.Owners.Select(o => new OwnerReference { Uid = o, Name = o, BlockOwnerDeletion = !_unblocked.Contains((item.Name, o)) })],
            item.Owners.Any(o => o != owner && Find(o) is { } other && !IsWaiting(other)),
            GarbagePlanner.ClosesCircle(owner, item.Name, item.IsDeleting, name => DependentsOf(name).Where(d => IsWaiting(Find(d)!))));

        private static bool IsWaiting(Item item) => item.IsDeleting && item.Finalizers.Contains(GarbagePlanner.ForegroundFinalizer);

        private bool Apply(ObjectWrite write)
        {
            var name = write.Key.Name;
            if (Find(name) is not { } item) return false;
            if (write is ObjectDeletion) item.Owners.ShouldAllBe(owner => Find(owner) == null || IsWaiting(Find(owner)!), $"{name} still has an owner");
            if (write is ObjectDeletion deletion) return Remove(name, deletion.Propagation == DeletionPropagation.Foreground ? GarbagePlanner.ForegroundFinalizer : "");
            var metadata = ((ObjectPatch)write).Body["metadata"]!.AsObject();
            if (metadata["$deleteFromPrimitiveList/finalizers"] is JsonArray finalizers)
            {
                foreach (var finalizer in finalizers) item.Finalizers.Remove(finalizer!.GetValue<string>());
                if (item is { IsDeleting: true, Finalizers.Count: 0 }) _items.Remove(name);
                return true;
            }

            var changed = false;
            foreach (var reference in metadata["ownerReferences"]!.AsArray())
            {
                if (reference!["$patch"]?.GetValue<string>() == "delete") changed |= item.Owners.Remove(reference["uid"]!.GetValue<string>());
                else if (reference["blockOwnerDeletion"]?.GetValue<bool>() == false) changed |= _unblocked.Add((name, reference["uid"]!.GetValue<string>()));
            }

            return changed;
        }

        private bool Remove(string name, string finalizer)
        {
            if (Find(name) is not { } item) return false;
            if (finalizer.Length > 0 && !item.Finalizers.Contains(finalizer))
            {
                item.Finalizers.Clear();
                item.Finalizers.Add(finalizer);
                item.IsDeleting = true;
                return true;
            }

            if (item.IsDeleting || finalizer.Length > 0) return false;
            if (item.Finalizers.Count > 0)
            {
                item.IsDeleting = true;
                return true;
            }

            return _items.Remove(name);
        }

        private static ObjectKey Key(string name) => new(Resources.ConfigMaps, "default", name);
    }
}

using System.Collections.Immutable;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Client;

/// <summary>What an informer knows at one revision. Immutable; keys are <c>namespace/name</c>, or <c>name</c> for cluster-scoped kinds.</summary>
public sealed record InformerSnapshot<TObject>(ImmutableDictionary<string, TObject> Objects, string ResourceVersion) where TObject : KubeObject
{
    internal static InformerSnapshot<TObject> Empty { get; } = new(ImmutableDictionary<string, TObject>.Empty, "");

    public static string KeyOf(TObject value) =>
        value.Metadata.Namespace.Length == 0 ? value.Metadata.Name : $"{value.Metadata.Namespace}/{value.Metadata.Name}";

    public TObject? Find(string @namespace, string name) => Objects.GetValueOrDefault(@namespace.Length == 0 ? name : $"{@namespace}/{name}");

    /// <summary>This snapshot after an event, and the change that the event means here; no change for a bookmark or for news that are old.</summary>
    public (InformerSnapshot<TObject> Next, InformerChange<TObject>? Change) After(WatchEvent<TObject> item)
    {
        var version = item.Object.Metadata.ResourceVersion is { Length: > 0 } given ? given : ResourceVersion;
        if (item.Type == WatchEventType.Bookmark) return (this with { ResourceVersion = version }, null);
        var key = KeyOf(item.Object);
        var previous = Objects.GetValueOrDefault(key);
        if (item.Type != WatchEventType.Deleted)
        {
            var kind = previous is null ? ChangeKind.Added : ChangeKind.Modified;
            return (new(Objects.SetItem(key, item.Object), version), new(kind, item.Object, previous, ChangeOrigin.Watched));
        }

        return (new(Objects.Remove(key), version), previous is null ? null : new(ChangeKind.Deleted, null, item.Object, ChangeOrigin.Watched));
    }

    /// <summary>
    /// A list instead of this snapshot, and every difference. An object whose uid changed was deleted and created again: two changes.
    /// </summary>
    public (InformerSnapshot<TObject> Next, IReadOnlyList<InformerChange<TObject>> Changes) Relist(IReadOnlyList<TObject> items, string version, ChangeOrigin origin)
    {
        var next = items.ToImmutableDictionary(KeyOf);
        var changes = new List<InformerChange<TObject>>();
        foreach (var (key, old) in Objects)
            if (!next.TryGetValue(key, out var now) || now.Metadata.Uid != old.Metadata.Uid) changes.Add(new(ChangeKind.Deleted, null, old, origin));
        foreach (var item in items)
        {
            var old = Objects.GetValueOrDefault(KeyOf(item));
            if (old is null || old.Metadata.Uid != item.Metadata.Uid) changes.Add(new(ChangeKind.Added, item, null, origin));
            else if (old.Metadata.ResourceVersion != item.Metadata.ResourceVersion) changes.Add(new(ChangeKind.Modified, item, old, origin));
        }

        return (new(next, version), changes);
    }
}

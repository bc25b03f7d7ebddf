using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>A cluster's objects in memory, on a clock that the test moves. It carries out plans as the API server would, without its checks.</summary>
internal sealed class World
{
    private readonly SortedDictionary<string, (ObjectKey Key, KubeObject Value)> _objects = new(StringComparer.Ordinal);
    private int _uids;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IIdSource Ids { get; } = new RandomIdSource(new Random(7));

    public List<PlannedEvent> Events { get; } = [];

    public int Writes { get; private set; }

    public void Advance(TimeSpan time) => Now += time;

    public TObject Put<TObject>(GroupResource resource, TObject value) where TObject : KubeObject
    {
        var key = new ObjectKey(resource, value.Metadata.Namespace, value.Metadata.Name);
        var old = Find<KubeObject>(key);
        var metadata = value.Metadata with
        {
            Uid = old?.Metadata.Uid ?? (value.Metadata.Uid.Length > 0 ? value.Metadata.Uid : $"uid-{++_uids:d4}"),
            CreationTimestamp = value.Metadata.CreationTimestamp ?? Now,
            Generation = old is null ? 1 : old.Metadata.Generation + (SpecOf(old) == SpecOf(value) ? 0 : 1),
        };
        var stored = value with { Metadata = metadata };
        _objects[key.ToString()] = (key, stored);
        Writes++;
        return stored;
    }

    public TObject? Find<TObject>(ObjectKey key) where TObject : KubeObject =>
        _objects.TryGetValue(key.ToString(), out var found) ? (TObject)found.Value : null;

    public TObject Get<TObject>(GroupResource resource, string name, string @namespace = "default") where TObject : KubeObject =>
        Find<TObject>(new ObjectKey(resource, @namespace, name)) ?? throw new KeyNotFoundException(name);

    public IReadOnlyList<TObject> List<TObject>(GroupResource resource) where TObject : KubeObject =>
        [.. _objects.Values.Where(o => o.Key.Resource == resource).Select(o => (TObject)o.Value)];

    public IReadOnlyList<TObject> ControlledBy<TObject>(GroupResource resource, KubeObject owner) where TObject : KubeObject =>
        [.. List<TObject>(resource).Where(o => o.Metadata.ControllerUid() == owner.Metadata.Uid)];

    public IReadOnlyList<TObject> Orphans<TObject>(GroupResource resource) where TObject : KubeObject =>
        [.. List<TObject>(resource).Where(o => o.Metadata.ControllerUid() is null)];

    public void Remove(GroupResource resource, KubeObject value) =>
        _objects.Remove(new ObjectKey(resource, value.Metadata.Namespace, value.Metadata.Name).ToString());

    public void Apply(IEnumerable<ObjectWrite> writes)
    {
        foreach (var write in writes) Apply(write);
    }

    /// <summary>A write that may come late or again: what is there already is not created.</summary>
    public void Arrive(ObjectWrite write)
    {
        if (write is ObjectCreation && Find<KubeObject>(write.Key) is not null) return;
        Apply(write);
    }

    public void Apply(ObjectWrite write)
    {
        switch (write)
        {
            case ObjectCreation creation:
                Find<KubeObject>(write.Key).ShouldBeNull($"{write.Key} exists already");
                Put(write.Key.Resource, creation.Content);
                break;
            case ObjectPatch patch when Find<KubeObject>(write.Key) is { } target && target.Metadata.Uid == UidOf(patch):
                var node = JsonSerializer.SerializeToNode(target, target.GetType(), KubeJson.Options)!;
                TestPatches.Merge((JsonObject)node, patch.Body, patch.Kind == PatchKind.StrategicMerge);
                Put(write.Key.Resource, (KubeObject)node.Deserialize(target.GetType(), KubeJson.Options)!);
                break;
            case ObjectReplacement replacement when Find<KubeObject>(write.Key)?.Metadata.Uid == replacement.Content.Metadata.Uid:
                Put(write.Key.Resource, replacement.Content);
                break;
            case ObjectDeletion deletion when Find<KubeObject>(write.Key) is { } target && target.Metadata.Uid == deletion.Uid:
                Delete(write.Key.Resource, target);
                break;
        }

        if (write.Event is { } happened) Events.Add(happened);
    }

    /// <summary>A pod on a node first terminates; what has finalizers waits for them; everything else is gone at once.</summary>
    private void Delete(GroupResource resource, KubeObject target)
    {
        if (target is Pod { Spec.NodeName.Length: > 0 } or { Metadata.Finalizers.Count: > 0 })
            Put(resource, target with { Metadata = target.Metadata with { DeletionTimestamp = target.Metadata.DeletionTimestamp ?? Now } });
        else Remove(resource, target);
    }

    private static string? UidOf(ObjectPatch patch) => patch.Body["metadata"]?["uid"]?.GetValue<string>();

    private static string? SpecOf(KubeObject value) =>
        JsonSerializer.SerializeToNode(value, value.GetType(), KubeJson.Options)!["spec"]?.ToJsonString();
}

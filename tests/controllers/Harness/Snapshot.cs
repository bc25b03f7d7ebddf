using System.Collections.Immutable;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>All objects of a <see cref="Shelf"/> at one revision.</summary>
internal sealed class Snapshot(long revision, ImmutableSortedDictionary<string, ApiObject> objects) : IClusterView
{
    public static Snapshot Empty { get; } = new(0, ImmutableSortedDictionary.Create<string, ApiObject>(StringComparer.Ordinal));

    public long Revision => revision;

    public IEnumerable<GroupResource> Resources => objects.Values.Select(static o => o.Key.Resource).Distinct();

    public ApiObject? Find(ObjectKey key) => objects.GetValueOrDefault(key.ToString());

    public TObject? Find<TObject>(GroupResource resource, string name, string @namespace = "") where TObject : KubeObject =>
        Find(new ObjectKey(resource, @namespace, name))?.As<TObject>();

    public IEnumerable<ApiObject> List(GroupResource resource, string? @namespace = null, string? after = null) => objects.Values.Where(o =>
        o.Key.Resource == resource && (@namespace is null || o.Key.Namespace == @namespace) && (after is null || string.CompareOrdinal(o.Key.Path, after) > 0));

    public IReadOnlyList<TObject> List<TObject>(GroupResource resource) where TObject : KubeObject => [.. List(resource).Select(static o => o.As<TObject>())];

    public int Count(GroupResource resource, string? @namespace = null) => List(resource, @namespace).Count();

    public IEnumerable<ApiObject> ControlledBy(GroupResource resource, string ownerUid) => List(resource).Where(o => o.Header.ControllerUid == ownerUid);

    public IEnumerable<ApiObject> Dependents(string ownerUid) => objects.Values.Where(o => o.As<KubeObject>().Metadata.OwnerReferences.Any(r => r.Uid == ownerUid));

    public IEnumerable<ApiObject> Uncontrolled(GroupResource resource, string @namespace) => List(resource, @namespace).Where(static o => o.Header.ControllerUid is null);

    /// <summary>The next revision: with this state of an object.</summary>
    public Snapshot With(ApiObject state) => new(Revision + 1, objects.SetItem(state.Key.ToString(), state));

    /// <summary>The next revision: without an object.</summary>
    public Snapshot Without(ObjectKey key) => new(Revision + 1, objects.Remove(key.ToString()));
}

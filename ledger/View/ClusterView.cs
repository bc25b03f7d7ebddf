using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.View;

/// <summary>One revision of the whole cluster: three sorted trees that share their nodes with the revisions before and after.</summary>
/// <param name="revision">The revision it shows.</param>
/// <param name="objects">All objects by key.</param>
/// <param name="owned">Every object under each of its owners.</param>
/// <param name="uncontrolled">The keys of the objects that have no controller.</param>
internal sealed class ClusterView(
    long revision, SortedTree<ApiObject> objects, SortedTree<OwnedKey> owned, SortedTree<ObjectKey> uncontrolled) : IClusterView
{
    public long Revision => revision;

    public IEnumerable<GroupResource> Resources
    {
        get
        {
            for (var next = 0; next < objects.Count;)
            {
                var resource = objects.Slice(next, 1).Single().Key.Resource;
                yield return resource;
                next = objects.Rank(KeyPosition.End(resource, null));
            }
        }
    }

    public static ClusterView Empty(long revision) =>
        new(revision, SortedTree<ApiObject>.Empty, SortedTree<OwnedKey>.Empty, SortedTree<ObjectKey>.Empty);

    public ClusterViewEdit Edit() => new(objects.Edit(), owned.Edit(), uncontrolled.Edit());

    public ApiObject? Find(ObjectKey key) => objects.TryFind(KeyPosition.Of(key), out var found) ? found : null;

    public IEnumerable<ApiObject> List(GroupResource resource, string? @namespace = null, string? after = null)
    {
        var start = objects.Rank(KeyPosition.Start(resource, @namespace));
        if (after is not null) start = Math.Max(start, objects.Rank(KeyPosition.After(KeyOrder.At(resource, after))));
        return objects.Slice(start, objects.Rank(KeyPosition.End(resource, @namespace)) - start);
    }

    public int Count(GroupResource resource, string? @namespace = null) =>
        objects.Rank(KeyPosition.End(resource, @namespace)) - objects.Rank(KeyPosition.Start(resource, @namespace));

    public IEnumerable<ApiObject> ControlledBy(GroupResource resource, string ownerUid)
    {
        foreach (var entry in owned.Range(new OwnerPosition(ownerUid, resource, -1), new OwnerPosition(ownerUid, resource, 1)))
            if (entry.Controls) yield return Find(entry.Key)!;
    }

    public IEnumerable<ApiObject> Dependents(string ownerUid)
    {
        foreach (var entry in owned.Range(new OwnerPosition(ownerUid, null, -1), new OwnerPosition(ownerUid, null, 1)))
            yield return Find(entry.Key)!;
    }

    public IEnumerable<ApiObject> Uncontrolled(GroupResource resource, string @namespace)
    {
        foreach (var key in uncontrolled.Range(KeyPosition.Start(resource, @namespace), KeyPosition.End(resource, @namespace)))
            yield return Find(key)!;
    }
}

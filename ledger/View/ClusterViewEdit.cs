using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.View;

/// <summary>Applies the changes of a batch and makes the next view once.</summary>
internal sealed class ClusterViewEdit(
    SortedTreeEdit<ApiObject> objects, SortedTreeEdit<OwnedKey> owned, SortedTreeEdit<ObjectKey> uncontrolled)
{
    public ClusterView Build(long revision) => new(revision, objects.Build(), owned.Build(), uncontrolled.Build());

    public void Put(ApiObject item, ApiObject? previous)
    {
        objects.Put(KeyPosition.Of(item.Key), item);
        var after = OwnerScan.Text(item.Json.Span);
        var before = previous is null ? default : OwnerScan.Text(previous.Json.Span);
        if (previous is not null && after.SequenceEqual(before)) return;
        if (previous is not null) RemoveOwners(item.Key, before);
        AddOwners(item.Key, after);
    }

    public void Remove(ApiObject previous)
    {
        objects.Remove(KeyPosition.Of(previous.Key));
        RemoveOwners(previous.Key, OwnerScan.Text(previous.Json.Span));
    }

    private void AddOwners(ObjectKey key, ReadOnlySpan<byte> text)
    {
        var isControlled = false;
        foreach (var (uid, controls) in OwnerScan.Owners(text))
        {
            var entry = new OwnedKey(uid, key, controls);
            owned.Put(entry, entry);
            isControlled |= controls;
        }

        if (!isControlled) uncontrolled.Put(KeyPosition.Of(key), key);
    }

    private void RemoveOwners(ObjectKey key, ReadOnlySpan<byte> text)
    {
        foreach (var (uid, controls) in OwnerScan.Owners(text)) owned.Remove(new OwnedKey(uid, key, controls));
        uncontrolled.Remove(KeyPosition.Of(key));
    }
}

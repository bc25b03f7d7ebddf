using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.View;

/// <summary>An edge of an owner's objects, of all resources or of one.</summary>
internal readonly struct OwnerPosition(string ownerUid, GroupResource? resource, int edge) : IPosition<OwnedKey>
{
    public int CompareTo(OwnedKey item)
    {
        var order = string.CompareOrdinal(ownerUid, item.OwnerUid);
        if (order == 0 && resource is { } wanted) order = KeyOrder.CompareResources(wanted, item.Key.Resource);
        return order != 0 ? order : edge;
    }
}

using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.View;

/// <summary>An object under one of its owners, ordered by owner, then by key.</summary>
internal readonly record struct OwnedKey(string OwnerUid, ObjectKey Key, bool Controls) : IPosition<OwnedKey>
{
    public int CompareTo(OwnedKey item)
    {
        var order = string.CompareOrdinal(OwnerUid, item.OwnerUid);
        return order != 0 ? order : KeyOrder.Compare(Key, item.Key);
    }
}

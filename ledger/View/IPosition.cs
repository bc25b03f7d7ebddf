namespace Orleans.Kube.Ledger.View;

/// <summary>A place in an order of items: an item's own, or an edge between items.</summary>
internal interface IPosition<in T>
{
    /// <summary>Negative when the place is before the item, positive when it is after it, 0 when it is the item's own.</summary>
    int CompareTo(T item);
}

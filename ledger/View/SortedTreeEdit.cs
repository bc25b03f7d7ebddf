namespace Orleans.Kube.Ledger.View;

/// <summary>
/// Collects changes into the next version of a <see cref="SortedTree{T}"/>. A node is copied the first time an edit touches it and changed
/// in place from then on. For one thread; ends with <see cref="Build"/>.
/// </summary>
internal sealed class SortedTreeEdit<T>(TreeNode<T>? root)
{
    private readonly object _edit = new();
    private TreeNode<T>? _root = root;

    /// <summary>The next version. The edit must not be used afterwards.</summary>
    public SortedTree<T> Build() => _root is null ? SortedTree<T>.Empty : new(_root);

    /// <summary>Adds the item, or replaces the one in its place.</summary>
    public void Put<TPosition>(in TPosition at, T item) where TPosition : struct, IPosition<T>
    {
        var node = (_root ?? new(_edit, isLeaf: true)).For(_edit);
        var right = Put(node, at, item);
        _root = node;
        if (right is null) return;
        _root = new(_edit, isLeaf: false);
        _root.Insert(0, node.Items[0], node);
        _root.Insert(1, right.Items[0], right);
    }

    /// <summary>Removes the item in this place, if there is one.</summary>
    public bool Remove<TPosition>(in TPosition at) where TPosition : struct, IPosition<T>
    {
        if (_root is null) return false;
        var node = _root.For(_edit);
        var removed = Remove(node, at);
        _root = node;
        while (_root is { Children: not null, Count: 1 }) _root = _root.Children[0];
        if (_root.Count == 0) _root = null;
        return removed;
    }

    private TreeNode<T>? Put<TPosition>(TreeNode<T> node, in TPosition at, T item) where TPosition : struct, IPosition<T>
    {
        if (node.Children is null)
        {
            var slot = node.Slot(at, out var found);
            if (!found) return Insert(node, slot, item, null);
            node.Set(slot, item, null);
            return null;
        }

        var below = node.ChildSlot(at);
        var child = node.Children[below].For(_edit);
        var right = Put(child, at, item);
        node.Set(below, child.Items[0], child);
        return right is null ? null : Insert(node, below + 1, right.Items[0], right);
    }

    /// <summary>Inserts into a node, which may split; a full node that grows at its end keeps its items, so sorted input packs tightly.</summary>
    private TreeNode<T>? Insert(TreeNode<T> node, int slot, T item, TreeNode<T>? child)
    {
        if (node.Count < TreeNode<T>.Capacity)
        {
            node.Insert(slot, item, child);
            return null;
        }

        var middle = slot == node.Count ? slot : node.Count / 2;
        var right = node.Split(middle, _edit);
        if (slot < middle) node.Insert(slot, item, child);
        else right.Insert(slot - middle, item, child);
        return right;
    }

    private bool Remove<TPosition>(TreeNode<T> node, in TPosition at) where TPosition : struct, IPosition<T>
    {
        if (node.Children is null)
        {
            var slot = node.Slot(at, out var found);
            if (found) node.RemoveAt(slot);
            return found;
        }

        var below = node.ChildSlot(at);
        var child = node.Children[below].For(_edit);
        var removed = Remove(child, at);
        if (child.Count == 0)
        {
            node.RemoveAt(below);
            return removed;
        }

        node.Set(below, child.Items[0], child);
        if (child.Count < TreeNode<T>.Capacity / 4 && !TryMerge(node, below)) TryMerge(node, below - 1);
        return removed;
    }

    /// <summary>Joins two neighbours where they fit into one node, so that removals do not leave the tree sparse.</summary>
    private bool TryMerge(TreeNode<T> node, int left)
    {
        if (left < 0 || left + 1 >= node.Count) return false;
        var right = node.Children![left + 1];
        if (node.Children[left].Count + right.Count > TreeNode<T>.Capacity) return false;
        var joined = node.Children[left].For(_edit);
        joined.Append(right, 0);
        node.Set(left, joined.Items[0], joined);
        node.RemoveAt(left + 1);
        return true;
    }
}

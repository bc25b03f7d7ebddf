using System.Runtime.CompilerServices;

namespace Orleans.Kube.Ledger.View;

/// <summary>
/// A node of a <see cref="SortedTree{T}"/>. A leaf holds items; an inner node holds its children, the first item and the size of each. Only
/// the edit that made a node may change it; to everyone else it is immutable.
/// </summary>
internal sealed class TreeNode<T>
{
    /// <summary>Half a kilobyte of items: an edit copies each node that it touches.</summary>
    public static readonly int Capacity = Math.Max(16, 512 / Unsafe.SizeOf<T>());

    private readonly object _edit;

    public TreeNode(object edit, bool isLeaf)
    {
        _edit = edit;
        Items = new T[Capacity];
        if (isLeaf) return;
        Children = new TreeNode<T>[Capacity];
        Sizes = new int[Capacity];
    }

    private TreeNode(TreeNode<T> source, object edit)
    {
        _edit = edit;
        Count = source.Count;
        Items = (T[])source.Items.Clone();
        Children = (TreeNode<T>[]?)source.Children?.Clone();
        Sizes = (int[]?)source.Sizes?.Clone();
    }

    /// <summary>A leaf's items, an inner node's first item under each child; <see cref="Count"/> of them are in use.</summary>
    public T[] Items { get; }

    public TreeNode<T>[]? Children { get; }

    /// <summary>How many items are under each child.</summary>
    public int[]? Sizes { get; }

    public int Count { get; private set; }

    public int Size
    {
        get
        {
            if (Sizes is null) return Count;
            var size = 0;
            foreach (var below in Sizes.AsSpan(0, Count)) size += below;
            return size;
        }
    }

    /// <summary>This node when <paramref name="edit"/> made it, otherwise a copy that it may change.</summary>
    public TreeNode<T> For(object edit) => ReferenceEquals(_edit, edit) ? this : new(this, edit);

    /// <summary>The first slot whose item is not before <paramref name="at"/>; <paramref name="found"/> when it is the item's own place.</summary>
    public int Slot<TPosition>(in TPosition at, out bool found) where TPosition : struct, IPosition<T>
    {
        int low = 0, high = Count;
        found = false;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = at.CompareTo(Items[middle]);
            if (order == 0)
            {
                found = true;
                return middle;
            }

            if (order > 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The slot of the child whose range covers <paramref name="at"/>.</summary>
    public int ChildSlot<TPosition>(in TPosition at) where TPosition : struct, IPosition<T>
    {
        var slot = Slot(at, out var found);
        return found || slot == 0 ? slot : slot - 1;
    }

    public void Insert(int slot, T item, TreeNode<T>? child)
    {
        Shift(slot, slot + 1, Count - slot);
        Count++;
        Set(slot, item, child);
    }

    public void Set(int slot, T item, TreeNode<T>? child)
    {
        Items[slot] = item;
        if (child is null) return;
        Children![slot] = child;
        Sizes![slot] = child.Size;
    }

    public void RemoveAt(int slot)
    {
        Shift(slot + 1, slot, Count - slot - 1);
        Truncate(Count - 1);
    }

    /// <summary>Moves the slots from <paramref name="slot"/> on into a new node to the right.</summary>
    public TreeNode<T> Split(int slot, object edit)
    {
        var right = new TreeNode<T>(edit, Children is null);
        right.Append(this, slot);
        Truncate(slot);
        return right;
    }

    /// <summary>Takes over the slots of the node to the right, from <paramref name="from"/> on.</summary>
    public void Append(TreeNode<T> right, int from)
    {
        var taken = right.Count - from;
        Array.Copy(right.Items, from, Items, Count, taken);
        if (Children is not null)
        {
            Array.Copy(right.Children!, from, Children, Count, taken);
            Array.Copy(right.Sizes!, from, Sizes!, Count, taken);
        }

        Count += taken;
    }

    private void Shift(int from, int to, int length)
    {
        Array.Copy(Items, from, Items, to, length);
        if (Children is null) return;
        Array.Copy(Children, from, Children, to, length);
        Array.Copy(Sizes!, from, Sizes!, to, length);
    }

    private void Truncate(int count)
    {
        Array.Clear(Items, count, Count - count);
        if (Children is not null) Array.Clear(Children, count, Count - count);
        Count = count;
    }
}

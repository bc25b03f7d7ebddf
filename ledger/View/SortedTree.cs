namespace Orleans.Kube.Ledger.View;

/// <summary>
/// An immutable sorted set as a B-tree whose versions share their nodes: finding, ranking and changing an item are O(log n), enumerating a
/// range costs its length. Many changes make one new version through an <see cref="SortedTreeEdit{T}"/>.
/// </summary>
internal sealed class SortedTree<T>(TreeNode<T>? root)
{
    public static readonly SortedTree<T> Empty = new(null);

    public int Count { get; } = root?.Size ?? 0;

    public SortedTreeEdit<T> Edit() => new(root);

    public bool TryFind<TPosition>(in TPosition at, out T item) where TPosition : struct, IPosition<T>
    {
        var node = root;
        while (node?.Children is not null) node = node.Children[node.ChildSlot(at)];
        var found = false;
        var slot = node?.Slot(at, out found) ?? 0;
        item = found ? node!.Items[slot] : default!;
        return found;
    }

    /// <summary>How many items are before the place.</summary>
    public int Rank<TPosition>(in TPosition at) where TPosition : struct, IPosition<T>
    {
        var rank = 0;
        var node = root;
        while (node?.Children is not null)
        {
            var slot = node.ChildSlot(at);
            foreach (var size in node.Sizes.AsSpan(0, slot)) rank += size;
            node = node.Children[slot];
        }

        return rank + (node?.Slot(at, out _) ?? 0);
    }

    /// <summary>The items at or after one place and before another.</summary>
    public IEnumerable<T> Range<TPosition>(in TPosition from, in TPosition to) where TPosition : struct, IPosition<T>
    {
        var start = Rank(from);
        return Slice(start, Rank(to) - start);
    }

    /// <summary>At most <paramref name="count"/> items, beginning with the one that has <paramref name="start"/> items before it.</summary>
    public IEnumerable<T> Slice(int start, int count)
    {
        count = Math.Min(count, Count - start);
        if (count <= 0) yield break;
        var path = new Stack<(TreeNode<T> Node, int Next)>();
        var leaf = Descend(root!, ref start, path);
        while (true)
        {
            for (; start < leaf.Count; start++)
            {
                yield return leaf.Items[start];
                if (--count == 0) yield break;
            }

            start = 0;
            leaf = NextLeaf(path);
        }
    }

    private static TreeNode<T> Descend(TreeNode<T> node, ref int start, Stack<(TreeNode<T> Node, int Next)> path)
    {
        while (node.Children is not null)
        {
            var slot = 0;
            while (start >= node.Sizes![slot]) start -= node.Sizes[slot++];
            path.Push((node, slot + 1));
            node = node.Children[slot];
        }

        return node;
    }

    private static TreeNode<T> NextLeaf(Stack<(TreeNode<T> Node, int Next)> path)
    {
        var (node, next) = path.Pop();
        while (next == node.Count) (node, next) = path.Pop();
        path.Push((node, next + 1));
        var first = 0;
        return Descend(node.Children![next], ref first, path);
    }
}

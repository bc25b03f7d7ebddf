using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.View;

/// <summary>The order of the view: by resource, within it ordinally by <see cref="ObjectKey.Path"/>, compared without building the path.</summary>
internal static class KeyOrder
{
    public static int Compare(in ObjectKey left, in ObjectKey right)
    {
        var order = CompareResources(left.Resource, right.Resource);
        if (order == 0) order = CompareNamespaces(left.Namespace, right.Namespace);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    public static int CompareResources(in GroupResource left, in GroupResource right)
    {
        var order = string.CompareOrdinal(left.Resource, right.Resource);
        return order != 0 ? order : string.CompareOrdinal(left.Group, right.Group);
    }

    /// <summary>
    /// Compares <c>left/</c> with <c>right/</c>: as a namespace never contains the slash, the slash decides where one is a prefix of the
    /// other (<c>a-b/</c> is before <c>a/</c>).
    /// </summary>
    public static int CompareNamespaces(string left, string right)
    {
        if (ReferenceEquals(left, right)) return 0;
        var shared = Math.Min(left.Length, right.Length);
        var order = left.AsSpan(0, shared).SequenceCompareTo(right.AsSpan(0, shared));
        if (order != 0 || left.Length == right.Length) return order;
        return left.Length < right.Length ? '/' - right[shared] : left[shared] - '/';
    }

    /// <summary>The key at a path of a resource.</summary>
    public static ObjectKey At(in GroupResource resource, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(resource, "", path) : new(resource, path[..slash], path[(slash + 1)..]);
    }
}

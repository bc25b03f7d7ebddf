using System.Globalization;
using System.Text;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>A set of completion indexes in its compact text, such as <c>1,3-5,7</c>. Immutable.</summary>
public sealed class IndexSet
{
    private readonly SortedSet<int> _indexes;

    private IndexSet(SortedSet<int> indexes) => _indexes = indexes;

    public static IndexSet Empty { get; } = new([]);

    public int Count => _indexes.Count;

    /// <summary>The indexes of a text, without those that are not below <paramref name="bound"/>. Parts that are no numbers are left out.</summary>
    public static IndexSet Parse(string text, int bound)
    {
        var indexes = new SortedSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-');
            if (!int.TryParse(dash < 0 ? part : part[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var first)) continue;
            var last = first;
            if (dash >= 0 && !int.TryParse(part[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out last)) continue;
            for (var index = first; index <= last && index < bound; index++) indexes.Add(index);
        }

        return new(indexes);
    }

    public bool Contains(int index) => _indexes.Contains(index);

    /// <summary>This set with more indexes; the same set when all are in it.</summary>
    public IndexSet With(IEnumerable<int> more)
    {
        var result = new SortedSet<int>(_indexes);
        result.UnionWith(more);
        return result.Count == _indexes.Count ? this : new(result);
    }

    public IndexSet Intersect(IndexSet other) => new([.. _indexes.Where(other.Contains)]);

    public override string ToString()
    {
        var text = new StringBuilder();
        int? first = null, last = null;
        foreach (var index in _indexes)
        {
            if (last == index - 1) last = index;
            else
            {
                Close();
                (first, last) = (index, index);
            }
        }

        Close();
        return text.ToString();

        void Close()
        {
            if (first is null) return;
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            // Two neighbours are written as a list, as Kubernetes does.
            if (last == first + 1) text.Append(CultureInfo.InvariantCulture, $",{last}");
            else if (last != first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }
    }
}

using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// Object keys as the database holds them: <c>group/resource/namespace/name</c>, empty parts kept (<c>/nodes//n1</c>). The parts that
/// many keys share are read as one string each.
/// </summary>
internal sealed class StorageKey
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _shared =
        new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Format(in ObjectKey key) => $"{key.Resource.Group}/{key.Resource.Resource}/{key.Namespace}/{key.Name}";

    /// <exception cref="FormatException">The text is not a stored key.</exception>
    public ObjectKey Parse(string text)
    {
        Span<Range> parts = stackalloc Range[5];
        if (text.AsSpan().Split(parts, '/') != 4) throw new FormatException($"\"{text}\" is not a key of the ledger");
        return new(new(Share(text.AsSpan(parts[0])), Share(text.AsSpan(parts[1]))), Share(text.AsSpan(parts[2])), text[parts[3]]);
    }

    private string Share(ReadOnlySpan<char> part)
    {
        if (_shared.TryGetValue(part, out var known)) return known;
        var added = part.ToString();
        _shared.Set.Add(added);
        return added;
    }
}

using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.Patch;

/// <summary>The order that <c>$setElementOrder</c> gives to a merged list.</summary>
internal static class ElementOrder
{
    /// <summary>
    /// Entries that the order names stand in that order. Entries that it does not name keep their place relative to the named one that
    /// they followed; a named one that is not <paramref name="known"/> from before stands
    /// ahead of them.
    /// </summary>
    public static void Sort(List<(string Key, JsonNode? Item)> entries, IEnumerable<string> order, IReadOnlySet<string> known)
    {
        var rank = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in order) rank.TryAdd(key, rank.Count);
        var named = entries.Where(e => rank.ContainsKey(e.Key)).OrderBy(e => rank[e.Key]).ToList();
        var sorted = new List<(string Key, JsonNode? Item)>(entries.Count);
        var next = 0;
        var position = entries.Select((e, index) => (e.Key, index)).GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.First().index);
        foreach (var (entry, index) in entries.Select((e, index) => (e, index)).Where(e => !rank.ContainsKey(e.e.Key)))
        {
            while (next < named.Count && (!known.Contains(named[next].Key) || position[named[next].Key] < index)) sorted.Add(named[next++]);
            sorted.Add(entry);
        }

        sorted.AddRange(named.Skip(next));
        entries.Clear();
        entries.AddRange(sorted);
    }
}

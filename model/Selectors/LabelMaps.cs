namespace Orleans.Kube.Model.Selectors;

/// <summary>Labels as a selector of the simplest form.</summary>
public static class LabelMaps
{
    /// <summary>Whether every one of <paramref name="wanted"/> is there with the same value.</summary>
    public static bool Contains(this IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> wanted)
    {
        foreach (var (key, value) in wanted)
            if (!labels.TryGetValue(key, out var found) || found != value) return false;
        return true;
    }
}

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>A map that an expression makes.</summary>
internal sealed class CelDictionary : CelMap
{
    private readonly Dictionary<object, (object Key, object? Value)> _entries = [];

    public override int Count => _entries.Count;

    public override IEnumerable<object> Keys => _entries.Values.Select(static e => e.Key);

    public override bool TryGet(object? key, out object? value)
    {
        var found = Normal(key) is { } normal && _entries.TryGetValue(normal, out var entry) ? entry : default;
        value = found.Value;
        return found.Key is not null;
    }

    /// <summary>Whether the key was new.</summary>
    public bool Add(object key, object? value) => _entries.TryAdd(Normal(key)!, (key, value));
}

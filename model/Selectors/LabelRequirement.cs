using System.Globalization;

namespace Orleans.Kube.Model.Selectors;

/// <summary>One condition of a <see cref="LabelQuery"/>. Matching allocates nothing.</summary>
public sealed class LabelRequirement
{
    private readonly string[] _values;
    private readonly bool _isEquality;

    internal LabelRequirement(string key, LabelOperator @operator, string[] values, bool isEquality = false) =>
        (Key, Operator, _values, _isEquality) = (key, @operator, values, isEquality);

    public string Key { get; }

    public LabelOperator Operator { get; }

    public IReadOnlyList<string> Values => _values;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var found = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => found && Contains(value!),
            LabelOperator.NotIn => !found || !Contains(value!),
            LabelOperator.Exists => found,
            LabelOperator.DoesNotExist => !found,
            _ => found && Compares(value!),
        };
    }

    /// <summary>The canonical form: values in order.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.GreaterThan => $"{Key}>{_values[0]}",
        LabelOperator.LessThan => $"{Key}<{_values[0]}",
        LabelOperator.In when _isEquality => $"{Key}={_values[0]}",
        LabelOperator.NotIn when _isEquality => $"{Key}!={_values[0]}",
        LabelOperator.In => $"{Key} in ({Joined()})",
        _ => $"{Key} notin ({Joined()})",
    };

    private string Joined() => string.Join(',', _values.Order(StringComparer.Ordinal));

    private bool Contains(string value)
    {
        foreach (var wanted in _values)
            if (string.Equals(wanted, value, StringComparison.Ordinal)) return true;
        return false;
    }

    private bool Compares(string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var actual)) return false;
        if (!long.TryParse(_values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)) return false;
        return Operator == LabelOperator.GreaterThan ? actual > bound : actual < bound;
    }
}

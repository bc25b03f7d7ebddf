using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The order that the amounts of a limit range must keep: min ≤ default request ≤ default ≤ max.</summary>
internal static class LimitRangeOrder
{
    public static void Validate(LimitRangeItem item, FieldErrors errors)
    {
        // A pod has no defaults: they are refused, and not looked at.
        if (item.Type == LimitType.Pod) item = item with { Default = EmptyMap<Quantity>.Value, DefaultRequest = EmptyMap<Quantity>.Value };
        Resources("max", item.Max, item.Type, errors);
        Resources("min", item.Min, item.Type, errors);
        Resources("default", item.Default, item.Type, errors);
        Resources("defaultRequest", item.DefaultRequest, item.Type, errors);
        Resources("maxLimitRequestRatio", item.MaxLimitRequestRatio, item.Type, errors);
        var names = new SortedSet<string>(item.Max.Keys, StringComparer.Ordinal);
        names.UnionWith(item.Min.Keys);
        names.UnionWith(item.Default.Keys);
        names.UnionWith(item.DefaultRequest.Keys);
        names.UnionWith(item.MaxLimitRequestRatio.Keys);
        foreach (var name in names)
        {
            AtMost("min", item.Min, item.Max, name, "max", errors);
            AtMost("defaultRequest", item.Min, item.DefaultRequest, name, "default request", errors, isMinimum: true);
            AtMost("defaultRequest", item.DefaultRequest, item.Max, name, "max", errors);
            AtMost("defaultRequest", item.DefaultRequest, item.Default, name, "default", errors, isDefault: true);
            AtMost("default", item.Min, item.Default, name, "default", errors, isMinimum: true);
            AtMost("default", item.Default, item.Max, name, "max", errors);
            if (item.MaxLimitRequestRatio.TryGetValue(name, out var ratio) && ratio < Quantity.Of(1)) errors.Invalid($"maxLimitRequestRatio[{name}]", BareName.Of(ratio), $"ratio {ratio} is less than 1");
            Ratio(item, name, errors);
            if (!ResourceNames.AllowsOvercommit(name) && item.Default.TryGetValue(name, out var limit) && item.DefaultRequest.TryGetValue(name, out var request) && limit != request)
                errors.Invalid($"defaultRequest[{name}]", BareName.Of(request), $"default value {limit} must equal to defaultRequest value {request} in {name}");
        }
    }

    private static void Resources(string field, IReadOnlyDictionary<string, Quantity> amounts, string type, FieldErrors errors)
    {
        foreach (var name in amounts.Keys)
            if (type is LimitType.Pod or LimitType.Container) ResourceNames.ValidateOfContainer($"{field}[{name}]", name, errors);
            else ResourceNames.Validate($"{field}[{name}]", name, errors);
    }

    private static void Ratio(LimitRangeItem item, string name, FieldErrors errors)
    {
        if (!item.MaxLimitRequestRatio.TryGetValue(name, out var ratio) || !item.Min.TryGetValue(name, out var min) || !item.Max.TryGetValue(name, out var max)) return;
        var most = (double)max.MilliValue / min.MilliValue;
        if (ratio.MilliValue / 1000.0 > most)
            errors.Invalid($"maxLimitRequestRatio[{name}]", BareName.Of(ratio), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {most:F6}"));
    }

    private static void AtMost(
        string field, IReadOnlyDictionary<string, Quantity> small, IReadOnlyDictionary<string, Quantity> large, string name, string largeName,
        FieldErrors errors, bool isMinimum = false, bool isDefault = false)
    {
        if (!small.TryGetValue(name, out var low) || !large.TryGetValue(name, out var high) || low <= high) return;
        var message = isMinimum ? $"min value {low} is greater than {largeName} value {high}"
            : isDefault ? $"default request value {low} is greater than default limit value {high}"
            : field == "min" ? $"min value {low} is greater than max value {high}"
            : field == "default" ? $"default value {low} is greater than max value {high}"
            : $"default request value {low} is greater than max value {high}";

        // Of the two amounts, Kubernetes shows the one of the field; of a limit by default the other.
        errors.Invalid($"{field}[{name}]", BareName.Of((field == "default") == isMinimum ? low : high), message);
    }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The order that the amounts of a limit range must keep: min ≤ default request ≤ default ≤ max.</summary>
internal static class LimitRangeOrder
{
    public static void Validate(LimitRangeItem item, FieldErrors errors)
    {
        var names = new SortedSet<string>(item.Max.Keys, StringComparer.Ordinal);
        names.UnionWith(item.Min.Keys);
        names.UnionWith(item.Default.Keys);
        names.UnionWith(item.DefaultRequest.Keys);
        names.UnionWith(item.MaxLimitRequestRatio.Keys);
        foreach (var name in names)
        {
            if (item.Type is LimitType.Pod or LimitType.Container) ResourceNames.ValidateOfContainer($"max[{name}]", name, errors);
            AtMost("min", item.Min, item.Max, name, "max", errors);
            AtMost("defaultRequest", item.Min, item.DefaultRequest, name, "default request", errors, isMinimum: true);
            AtMost("defaultRequest", item.DefaultRequest, item.Max, name, "max", errors);
            AtMost("defaultRequest", item.DefaultRequest, item.Default, name, "default", errors, isDefault: true);
            AtMost("default", item.Min, item.Default, name, "default", errors, isMinimum: true);
            AtMost("default", item.Default, item.Max, name, "max", errors);
            if (item.MaxLimitRequestRatio.TryGetValue(name, out var ratio) && ratio < Quantity.Of(1)) errors.Invalid($"maxLimitRequestRatio[{name}]", ratio, $"ratio {ratio} is less than 1");
        }
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
        errors.Invalid($"{field}[{name}]", isMinimum ? high : low, message);
    }
}

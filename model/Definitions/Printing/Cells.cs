using System.Globalization;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Values as the cells of tables show them.</summary>
internal static class Cells
{
    public const string None = "<none>";
    public const string Unset = "<unset>";
    public const string Unknown = "<unknown>";

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    public static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? Unknown : text;

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The parts with commas between them, or <c>&lt;none&gt;</c>.</summary>
    public static string Joined(IEnumerable<string> parts) => OrNone(string.Join(",", parts));

    /// <summary>The first <paramref name="maximum"/> parts, and how many more there are.</summary>
    public static string Some(IReadOnlyList<string> parts, int maximum, string none)
    {
        if (parts.Count == 0) return none;
        var shown = string.Join(",", parts.Take(maximum));
        return parts.Count <= maximum ? shown : $"{shown} + {parts.Count - maximum} more...";
    }

    /// <summary><c>a=b,c=d</c>, sorted by key.</summary>
    public static string Labels(IReadOnlyDictionary<string, string> labels) =>
        Joined(labels.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}={p.Value}"));

    /// <summary><c>a=b,c in (d,e)</c>, sorted by key.</summary>
    public static string Selector(LabelSelector? selector)
    {
        if (selector is null) return None;
        var parts = selector.MatchLabels.Select(static p => (p.Key, Text: $"{p.Key}={p.Value}"))
            .Concat(selector.MatchExpressions.Select(static e => (e.Key, Text: Requirement(e))));
        return Joined(parts.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Text));
    }

    public static string ContainerNames(PodSpec spec) => string.Join(",", spec.Containers.Select(static c => c.Name));

    public static string Images(PodSpec spec) => string.Join(",", spec.Containers.Select(static c => c.Image));

    private static string Requirement(LabelSelectorRequirement requirement)
    {
        var values = string.Join(",", requirement.Values.Order(StringComparer.Ordinal));
        return requirement.Operator switch
        {
            LabelSelectorOperator.In => $"{requirement.Key} in ({values})",
            LabelSelectorOperator.NotIn => $"{requirement.Key} notin ({values})",
            LabelSelectorOperator.DoesNotExist => "!" + requirement.Key,
            _ => requirement.Key,
        };
    }
}

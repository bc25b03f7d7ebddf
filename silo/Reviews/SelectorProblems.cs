using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>What in the selectors of a question cannot be understood. The question is answered without it.</summary>
internal static class SelectorProblems
{
    public static IEnumerable<string> Of(ResourceAttributes question)
    {
        if (question.FieldSelector is { } fields && Told("fieldSelector", fields.RawSelector, FieldQuery.Parse, fields.Requirements, IsGood) is { } field) yield return field;
        if (question.LabelSelector is { } labels && Told("labelSelector", labels.RawSelector, LabelQuery.Parse, labels.Requirements, IsGood) is { } label) yield return label;
    }

    /// <summary>Parts count for more than a text.</summary>
    private static string? Told<TPart, TQuery>(string name, string text, Func<string, TQuery> parse, IReadOnlyList<TPart> parts, Func<TPart, bool> isGood)
    {
        var good = parts.Count > 0 ? parts.Count(isGood) : CanBe(() => parse(text)) ? 1 : 0;
        if (good == Math.Max(parts.Count, 1)) return null;
        return $"spec.resourceAttributes.{name} {(good > 0 ? "partially ignored" : "ignored")} due to parse error";
    }

    private static bool IsGood(FieldSelectorRequirement part) => part is { Operator: FieldSelectorOperator.In or FieldSelectorOperator.NotIn, Values.Count: 1 };

    private static bool IsGood(LabelSelectorRequirement part) => CanBe(() => LabelQuery.From(new LabelSelector { MatchExpressions = [part] }));

    private static bool CanBe<T>(Func<T> read)
    {
        try
        {
            read();
            return true;
        }
        catch (StatusException)
        {
            return false;
        }
    }
}

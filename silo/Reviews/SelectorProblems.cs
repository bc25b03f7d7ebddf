using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Silo.Authorization;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>The selectors of a question, and what in them cannot be understood. The question is answered without that.</summary>
internal static class SelectorProblems
{
    public static IEnumerable<string> Of(ResourceAttributes question)
    {
        if (question.FieldSelector is { } fields && Told("fieldSelector", fields.RawSelector, FieldQuery.Parse, fields.Requirements, IsGood) is { } field) yield return field;
        if (question.LabelSelector is { } labels && Told("labelSelector", labels.RawSelector, LabelQuery.Parse, labels.Requirements, IsGood) is { } label) yield return label;
    }

    /// <summary>What can be understood of a selector of fields.</summary>
    public static IReadOnlyList<FieldRequirement> Fields(FieldSelectorAttributes? selector) => selector switch
    {
        null => [],
        { Requirements.Count: > 0 } => [.. selector.Requirements.Where(IsGood).Select(static part => new FieldRequirement(part.Key, part.Values[0], part.Operator == FieldSelectorOperator.In))],
        _ => AccessQuestion.FieldsOf(selector.RawSelector),
    };

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

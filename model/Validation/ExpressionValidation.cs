using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Validation;

/// <summary>Expressions have to be right before they are stored.</summary>
internal static class ExpressionValidation
{
    /// <summary>An error where the expression has none of the types that it may have. An empty one is no expression.</summary>
    public static void Check(string field, string text, CelEnvironment environment, IReadOnlyList<CelType> results, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        if (Problem(text, environment, results) is { } problem) errors.Invalid(field, text.Trim(), problem);
    }

    /// <summary>What is wrong with an expression, or null.</summary>
    public static string? Problem(string text, CelEnvironment environment, IReadOnlyList<CelType> results)
    {
        var check = CelCheck.Of(text, environment);
        if (check.Errors is { } problems) return $"compilation failed: {problems}";
        if (results.Count == 0 || results.Any(r => r.Is(check.Type))) return null;
        return results.Count == 1 ? $"must evaluate to {results[0]}" : $"must evaluate to one of [{string.Join(' ', results.Select(static r => r.Kind == CelKind.Null ? "null_type" : r.ToString()))}]";
    }
}

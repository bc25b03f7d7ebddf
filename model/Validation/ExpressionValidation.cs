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
        var wanted = results.Count == 1 ? results[0].ToString() : $"one of [{string.Join(' ', results.Select(Name))}]";
        return $"must evaluate to {wanted} but got {Name(check.Type)}";
    }

    private static string Name(CelType type) => type.Kind == CelKind.Null ? "null_type" : type.ToString();
}

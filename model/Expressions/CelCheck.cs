using Orleans.Kube.Model.Expressions.Syntax;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>What a check of an expression found: the type of its value and what it can cost, or what is wrong with it.</summary>
/// <param name="Type">The type; <see cref="CelType.Dyn"/> where there are errors.</param>
/// <param name="Errors">The errors with their places, a paragraph each; null when there is none.</param>
/// <param name="MostCost">What it can cost at most, as far as the sizes of its values are known.</param>
public sealed record CelCheck(CelType Type, string? Errors, ulong MostCost)
{
    /// <summary>Reads the expression and finds its type.</summary>
    public static CelCheck Of(string text, CelEnvironment environment)
    {
        var errors = new List<SourceError>();
        if (Parser.Parse(text, errors) is { } root)
        {
            var type = new Checker(environment, errors).Check(root);
            if (errors.Count == 0) return new CelCheck(type, null, CostEstimate.Of(root));
        }

        return new CelCheck(CelType.Dyn, SourceError.Show(text, errors), 0);
    }
}

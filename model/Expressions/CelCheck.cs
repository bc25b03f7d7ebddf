using Orleans.Kube.Model.Expressions.Syntax;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>What a check of an expression found: the type of its value, or what is wrong with it.</summary>
/// <param name="Type">The type; <see cref="CelType.Dyn"/> where there are errors.</param>
/// <param name="Errors">The errors with their places, a paragraph each; null when there is none.</param>
public sealed record CelCheck(CelType Type, string? Errors)
{
    internal Node? Root { get; private init; }

    /// <summary>Reads the expression and finds its type.</summary>
    public static CelCheck Of(string text, CelEnvironment environment)
    {
        var errors = new List<SourceError>();
        var type = Parser.Parse(text, errors) is { } root ? new Checker(environment, errors).Check(root) : null;
        return errors.Count > 0 || type is null ? new CelCheck(CelType.Dyn, SourceError.Show(text, errors)) : new CelCheck(type, null);
    }
}

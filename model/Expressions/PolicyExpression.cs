using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>An expression of a policy.</summary>
/// <param name="Field">Where it stands, from the spec on.</param>
/// <param name="Text">The expression; empty where there is none.</param>
/// <param name="Environment">What it may speak of.</param>
/// <param name="Results">What it may give; anything, if empty.</param>
public sealed record PolicyExpression(string Field, string Text, CelEnvironment Environment, IReadOnlyList<CelType> Results);

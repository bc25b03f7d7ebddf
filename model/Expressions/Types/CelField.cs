namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>A field of an object as expressions know it.</summary>
public sealed record CelField(CelType Type);

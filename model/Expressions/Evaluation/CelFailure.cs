namespace Orleans.Kube.Model.Expressions;

/// <summary>Why an expression has no value.</summary>
public sealed class CelFailure(string message) : Exception(message);

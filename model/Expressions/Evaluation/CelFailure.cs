namespace Orleans.Kube.Model.Expressions;

/// <summary>Why an expression has no value.</summary>
/// <param name="message">What is told of it.</param>
/// <param name="endsAll">Whether no other expression may be evaluated either: what they may cost together is used up.</param>
public sealed class CelFailure(string message, bool endsAll = false) : Exception(message)
{
    public bool EndsAll { get; } = endsAll;
}

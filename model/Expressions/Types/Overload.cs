namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>One way to call a function: what it takes and gives.</summary>
/// <param name="Function">Its name; that of an operator shows its operands, as in <c>_+_</c>.</param>
/// <param name="IsMember">Whether it is called with a dot after its first parameter.</param>
/// <param name="Parameters">What it takes; that before the dot first.</param>
/// <param name="Result">What it gives.</param>
/// <param name="Body">What it does with values of these types. A <see cref="CelFailure"/> is an error of the expression.</param>
internal sealed record Overload(string Function, bool IsMember, CelType[] Parameters, CelType Result, Func<object?[], object?> Body)
{
    public bool IsGeneric { get; } = Parameters.Append(Result).Any(IsOpen);

    private static bool IsOpen(CelType type) => type.Kind == CelKind.Parameter || type.Arguments.Any(IsOpen);
}

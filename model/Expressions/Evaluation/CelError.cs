namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>An error as a value: <c>&amp;&amp;</c> and <c>||</c> may yet do without it.</summary>
internal sealed record CelError(string Message)
{
    public static CelError NoOverload { get; } = new("no such overload");

    public static CelError NoKey(object? key) => new($"no such key: {Library.Texts.Show(key)}");
}

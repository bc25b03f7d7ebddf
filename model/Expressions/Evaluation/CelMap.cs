namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>A map of expressions. Keys are texts, truth values and numbers, where 1, 1u and 1.0 are one key.</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    /// <summary>In the order in which walks see them.</summary>
    public abstract IEnumerable<object> Keys { get; }

    public abstract bool TryGet(object? key, out object? value);

    /// <summary>A key in the form in which equal ones are alike.</summary>
    protected static object? Normal(object? key) => key switch
    {
        ulong and <= long.MaxValue and var number => (long)number,
        double number when number == Math.Truncate(number) && Math.Abs(number) < 1e18 => (long)number,
        _ => key,
    };
}

namespace Orleans.Kube.Model.Expressions;

/// <summary>What expressions may cost together. Not thread-safe.</summary>
public sealed class CelBudget(long most)
{
    /// <summary>What is left of it.</summary>
    public long Left { get; private set; } = most;

    /// <exception cref="CelFailure">It is used up.</exception>
    internal void Spend(long cost)
    {
        Left -= cost;
        if (Left < 0) throw new CelFailure("operation cancelled: actual cost limit exceeded");
    }
}

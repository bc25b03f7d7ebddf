namespace Orleans.Kube.Model.Expressions;

/// <summary>What expressions may cost together. Not thread-safe.</summary>
public sealed class CelBudget(long most = CelBudget.MostOfOne)
{
    /// <summary>What one expression may cost (k8s.io/apiserver/pkg/apis/cel, PerCallLimit).</summary>
    public const long MostOfOne = 1_000_000;

    private long _left = most;

    internal static CelFailure Exceeded() => new("operation cancelled: actual cost limit exceeded");

    /// <exception cref="CelFailure">It is used up.</exception>
    internal void Spend(long cost)
    {
        _left -= cost;
        if (_left < 0) throw new CelFailure("validation failed due to running out of cost budget, no further validation rules will be run", endsAll: true);
    }
}

using Orleans.Kube.Controllers;

namespace Orleans.Kube.Grains;

/// <summary>A reconciliation's writes were refused; what it wanted is tried again.</summary>
public sealed class RefusedException(IReadOnlyList<Refusal> refusals)
    : Exception(string.Join("; ", refusals.Take(3).Select(static r => $"{r.Write.Key}: {r.Message}")) + (refusals.Count > 3 ? $"; and {refusals.Count - 3} more" : ""))
{
    public IReadOnlyList<Refusal> Refusals { get; } = refusals;

    /// <summary>Whether every refusal is but the sign of a view that was out of date.</summary>
    public bool IsStale { get; } = refusals.All(static r => r.IsStale);
}

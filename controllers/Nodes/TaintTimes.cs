using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>Since when a node has had its taints. Those that users give it mostly do not say so themselves; they count from when they were first seen.</summary>
public sealed class TaintTimes
{
    private readonly Dictionary<(string Key, string Value, string Effect), DateTimeOffset> _seen = [];

    /// <summary>Looks at the taints of the node; those that are gone are forgotten.</summary>
    public void Look(IReadOnlyList<Taint> taints, DateTimeOffset now)
    {
        var present = taints.Select(Identity).ToHashSet();
        foreach (var gone in _seen.Keys.Where(t => !present.Contains(t)).ToList()) _seen.Remove(gone);
        foreach (var taint in present) _seen.TryAdd(taint, now);
    }

    /// <summary>Since when the node has had the taint; a taint that was not looked at is new.</summary>
    public DateTimeOffset Since(Taint taint, DateTimeOffset now) => taint.TimeAdded ?? _seen.GetValueOrDefault(Identity(taint), now);

    private static (string Key, string Value, string Effect) Identity(Taint taint) => (taint.Key, taint.Value, taint.Effect);
}

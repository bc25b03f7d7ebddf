using System.Collections.Immutable;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Since when the machine is short of what. Immutable.</summary>
public sealed class ShortageSpans
{
    private readonly ImmutableDictionary<EvictionThreshold, TimeSpan> _since;
    private readonly ImmutableHashSet<EvictionThreshold> _due;

    private ShortageSpans(ImmutableDictionary<EvictionThreshold, TimeSpan> since, ImmutableHashSet<EvictionThreshold> due) => (_since, _due) = (since, due);

    public static ShortageSpans None { get; } = new(ImmutableDictionary<EvictionThreshold, TimeSpan>.Empty, []);

    /// <summary>
    /// Looks at the machine. What was short before and is not any more begins anew; what pods were due to go for is short until as much more is left as is to be reclaimed.
    /// </summary>
    /// <param name="reading">What the machine has left.</param>
    /// <param name="thresholds">How much has to be left.</param>
    /// <param name="now">A steady clock.</param>
    public Sight See(MachineReading reading, IReadOnlyList<EvictionThreshold> thresholds, TimeSpan now)
    {
        IReadOnlyList<Shortage> found = [.. thresholds.Select(t => t.Look(reading, isShort: _due.Contains(t))).OfType<Shortage>()];
        var since = found.ToImmutableDictionary(static s => s.By, s => _since.GetValueOrDefault(s.By, now));
        IReadOnlyList<Shortage> due = [.. found.Where(s => now - since[s.By] >= s.By.Grace)];
        return new Sight(new(since, [.. due.Select(static s => s.By)]), found, due);
    }

    /// <summary>What was seen.</summary>
    /// <param name="Spans">The spans from now on.</param>
    /// <param name="Found">All that is short.</param>
    /// <param name="Due">What has been so for its time of grace.</param>
    public sealed record Sight(ShortageSpans Spans, IReadOnlyList<Shortage> Found, IReadOnlyList<Shortage> Due);
}

using System.Collections.Immutable;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Since when the machine is short of what. Immutable.</summary>
public sealed class ShortageSpans
{
    private readonly ImmutableDictionary<(string Signal, TimeSpan Grace), TimeSpan> _since;

    private ShortageSpans(ImmutableDictionary<(string Signal, TimeSpan Grace), TimeSpan> since) => _since = since;

    public static ShortageSpans None { get; } = new(ImmutableDictionary<(string Signal, TimeSpan Grace), TimeSpan>.Empty);

    /// <summary>Takes in what was found now.</summary>
    /// <param name="found">All that is short; what was short before and is not among them begins anew.</param>
    /// <param name="now">A steady clock.</param>
    /// <returns>The spans from now on, and of what was found all that has lasted for its time of grace.</returns>
    public (ShortageSpans Spans, IReadOnlyList<Shortage> Due) See(IReadOnlyList<Shortage> found, TimeSpan now)
    {
        var since = found.Select(static s => (s.Signal, s.Grace)).Distinct().ToImmutableDictionary(static key => key, key => _since.GetValueOrDefault(key, now));
        return (new(since), [.. found.Where(s => now - since[(s.Signal, s.Grace)] >= s.Grace)]);
    }
}

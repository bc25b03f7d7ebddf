namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>
/// How fast processor time is used up, from one look to the next. Looks that follow each other within a few seconds count as one, so that many who look do
/// not make the spans short. Safe for concurrent use.
/// </summary>
public sealed class CpuRates
{
    private const double NanosecondsPerTick = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    // What nobody has looked at for so long is gone.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Sample Before, Sample Last)> _known = [];
    private DateTimeOffset _cleared;

    /// <summary>Notes a look.</summary>
    /// <param name="key">What was looked at.</param>
    /// <param name="time">When it was measured.</param>
    /// <param name="nanoseconds">The processor time that it had used.</param>
    /// <returns>Billionths of a processor, or null where there was no look before.</returns>
    public long? Note(string key, DateTimeOffset time, long nanoseconds)
    {
        var now = new Sample(time, nanoseconds);
        lock (_lock)
        {
            Clear(time);
            if (!_known.TryGetValue(key, out var known) || nanoseconds < known.Last.Nanoseconds || time - known.Last.Time > Longest)
            {
                _known[key] = (now, now);
                return null;
            }

            var before = time - known.Last.Time >= Shortest ? known.Last : known.Before;
            if (before == known.Last) _known[key] = (known.Last, now);
            return time - before.Time < Shortest ? null : (long)((nanoseconds - before.Nanoseconds) / ((time - before.Time).Ticks * NanosecondsPerTick) * 1e9);
        }
    }

    private void Clear(DateTimeOffset now)
    {
        if (now - _cleared < Longest) return;
        _cleared = now;
        foreach (var old in _known.Where(k => now - k.Value.Last.Time > Longest).Select(static k => k.Key).ToList()) _known.Remove(old);
    }

    private readonly record struct Sample(DateTimeOffset Time, long Nanoseconds);
}

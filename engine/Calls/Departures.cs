using System.Numerics;

namespace Orleans.Kube.Engine;

/// <summary>
/// The calls that wait for an answer. As all have the same time-out, each lane is in order of deadline, so finding the late ones costs
/// only what is late; time is the silo's coarse tick, so a call reads no clock.
/// </summary>
internal sealed class Departures(SiloClock clock)
{
    private readonly DepartureLane[] _lanes =
        [.. Enumerable.Range(0, (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 2)).Select(_ => new DepartureLane())];

    public void Add(Request request) => _lanes[Environment.CurrentManagedThreadId & (_lanes.Length - 1)].Add(request, clock.Tick);

    /// <summary>Tells the callers of calls older than the limit that no answer came in time.</summary>
    public void Expire(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        var tick = clock.TickBefore(limit);
        foreach (var lane in _lanes)
        {
            while (lane.TakeBefore(tick) is { } late)
            {
                late.TimeOut(limit);
            }
        }
    }
}

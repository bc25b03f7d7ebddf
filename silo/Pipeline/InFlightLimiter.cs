using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>Bounds how many requests are worked on at once. Watches and streams do not count, nor do health checks.</summary>
public sealed class InFlightLimiter(RequestLimits limits)
{
    private int _reads;
    private int _writes;

    /// <summary>Takes a place; <see cref="Leave"/> gives back what this returns.</summary>
    /// <exception cref="StatusException">429: no place is free.</exception>
    public Place Enter(RequestInfo info)
    {
        if (info.IsLongRunning || !info.IsResource) return Place.None;
        var place = info.IsReadOnly ? Place.Read : Place.Write;
        if (Interlocked.Increment(ref Counter(place)) <= Limit(place)) return place;
        Leave(place);
        throw Failures.TooManyRequests("too many requests, please try again later", (int)limits.RetryAfter.TotalSeconds);
    }

    public void Leave(Place place)
    {
        if (place != Place.None) Interlocked.Decrement(ref Counter(place));
    }

    private ref int Counter(Place place)
    {
        if (place == Place.Read) return ref _reads;
        return ref _writes;
    }

    private int Limit(Place place) => place == Place.Read ? limits.Reads : limits.Writes;

    /// <summary>What a request occupies.</summary>
    public enum Place
    {
        None,
        Read,
        Write,
    }
}

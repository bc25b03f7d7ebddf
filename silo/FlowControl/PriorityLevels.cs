using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Silo.Pipeline;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// The seats of the server, and the priority levels that have them. A level that has none left takes those that others leave free, as far as they lend them;
/// then its requests wait, or are turned away.
/// </summary>
internal sealed class PriorityLevels(RequestLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PriorityLevel> _levels = new(StringComparer.Ordinal);
    private int _executing;

    /// <summary>These are the levels now. One that is no longer there keeps the requests that it has until they leave.</summary>
    public IReadOnlyDictionary<string, PriorityLevel> Configure(IReadOnlyList<PriorityLevelConfiguration> levels)
    {
        lock (_lock)
        {
            var names = levels.Select(static l => l.Metadata.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, level) in _levels.ToList())
                if (!names.Contains(name) && level is { Executing: 0, Next: null }) _levels.Remove(name);
            foreach (var name in names) _levels.TryAdd(name, new PriorityLevel());
            var shares = levels.Sum(PriorityLevel.SharesOf);
            foreach (var level in levels) _levels[level.Metadata.Name].Configure(level, shares == 0 ? 0 : (int)Math.Ceiling((double)limits.Seats * PriorityLevel.SharesOf(level) / shares));
            return _levels.Where(l => names.Contains(l.Key)).ToDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Takes seats, waiting for them if need be; <see cref="Leave"/> gives them back.</summary>
    /// <param name="level">At which level.</param>
    /// <param name="flow">A hash of the flow that the request is one of.</param>
    /// <param name="width">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StatusException">429: there are none, or it took too long.</exception>
    public ValueTask EnterAsync(PriorityLevel level, ulong flow, int width, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (level.Next is not null || !HasSeats(level, width)) return new(WaitAsync(level.Enqueue(flow, width) ?? throw TooMany(level), cancellation));
            Occupy(level, width);
            return default;
        }
    }

    public void Leave(PriorityLevel level, int width)
    {
        lock (_lock)
        {
            Occupy(level, -width);
            CallNext();
        }
    }

    /// <summary>The state of each level, by name.</summary>
    public IReadOnlyList<(string Name, int Seats, int Executing, int Waiting, long Refused)> Report()
    {
        lock (_lock)
        {
            return [.. _levels.OrderBy(static l => l.Key, StringComparer.Ordinal).Select(static l => (l.Key, l.Value.Nominal, l.Value.Executing, l.Value.Waiting, l.Value.Refused))];
        }
    }

    private async Task WaitAsync(WaitingRequest waiting, CancellationToken cancellation)
    {
        try
        {
            await waiting.Seated.WaitAsync(limits.LongestWait, time, cancellation);
        }
        catch (TimeoutException)
        {
            if (GivesUp(waiting)) throw TooMany(waiting.Level);
        }
        catch (OperationCanceledException)
        {
            if (!GivesUp(waiting)) Leave(waiting.Level, waiting.Width);
            throw;
        }
    }

    /// <summary>Ends the wait. False where a seat was found in the meantime.</summary>
    private bool GivesUp(WaitingRequest waiting)
    {
        lock (_lock)
        {
            if (waiting.Seated.IsCompleted) return false;
            waiting.Level.Forget(waiting);
            CallNext(); // who waits behind it may be content with less
            return true;
        }
    }

    private void CallNext()
    {
        while (_levels.Values.Select(static l => l.Next).FirstOrDefault(n => n is not null && HasSeats(n.Level, n.Width)) is { } next)
        {
            Occupy(next.Level, next.Width);
            next.Level.Dequeue(next);
            next.Call();
        }
    }

    /// <summary>Whether seats of its own are free, or such that nobody keeps for himself.</summary>
    private bool HasSeats(PriorityLevel level, int width) =>
        level.Executing + width <= level.Nominal
        || (level.Executing + width <= level.Most && _executing + width + _levels.Values.Where(l => l != level).Sum(static l => l.Reserved) <= limits.Seats);

    private void Occupy(PriorityLevel level, int width)
    {
        level.Executing += width;
        _executing += width;
    }

    private StatusException TooMany(PriorityLevel level)
    {
        lock (_lock)
        {
            level.Refused++;
            level.Away.Note(time.GetUtcNow().ToUnixTimeSeconds());
            return Failures.TooManyRequests("too many requests, please try again later", level.Away.Seconds);
        }
    }
}

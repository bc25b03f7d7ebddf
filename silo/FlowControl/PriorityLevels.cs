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
                if (!names.Contains(name) && level is { Executing: 0, HasWaiting: false }) _levels.Remove(name);
            foreach (var name in names) _levels.TryAdd(name, new PriorityLevel());
            var shares = levels.Sum(PriorityLevel.SharesOf);
            foreach (var level in levels) _levels[level.Metadata.Name].Configure(level, shares == 0 ? 0 : (int)Math.Ceiling((double)limits.Seats * PriorityLevel.SharesOf(level) / shares));
            return _levels.Where(l => names.Contains(l.Key)).ToDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Takes a seat, waiting for it if need be; <see cref="Leave"/> gives it back.</summary>
    /// <param name="level">At which level.</param>
    /// <param name="flow">A hash of the flow that the request is one of.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StatusException">429: there is none, or it took too long.</exception>
    public ValueTask EnterAsync(PriorityLevel level, ulong flow, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (level.HasWaiting || !HasSeat(level)) return new(WaitAsync(level.Enqueue(flow) ?? throw TooMany(level), cancellation));
            Occupy(level);
            return default;
        }
    }

    public void Leave(PriorityLevel level)
    {
        lock (_lock)
        {
            level.Executing--;
            _executing--;
            while (_levels.Values.FirstOrDefault(l => l.HasWaiting && HasSeat(l)) is { } next)
            {
                Occupy(next);
                next.Dequeue().Call();
            }
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
            if (!GivesUp(waiting)) Leave(waiting.Level);
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
            return true;
        }
    }

    /// <summary>Whether a seat of its own is free, or one that nobody keeps for himself.</summary>
    private bool HasSeat(PriorityLevel level) =>
        level.Executing < level.Nominal
        || (level.Executing < level.Most && _executing + _levels.Values.Where(l => l != level).Sum(static l => l.Reserved) < limits.Seats);

    private void Occupy(PriorityLevel level)
    {
        level.Executing++;
        _executing++;
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

using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// What happens at one priority level: how many requests are worked on, and which wait. Requests of one flow wait in a few of the level's queues, the shortest
/// of them, so that a flow that asks for much fills its own queues and leaves others to the rest. Not safe for use by several threads at once.
/// </summary>
internal sealed class PriorityLevel
{
    // Of the seats of a level, and at all, for one request.
    private const double WidestPart = 0.15;
    private const int WidestRequest = 10;
    private readonly Dictionary<int, LinkedList<WaitingRequest>> _queues = [];
    private readonly LinkedList<int> _turns = [];
    private QueuingConfiguration? _queuing;

    public string Uid { get; private set; } = "";

    public bool IsExempt { get; private set; }

    /// <summary>How many seats it has of its own.</summary>
    public int Nominal { get; private set; }

    /// <summary>How many of its seats others may not take while it leaves them free.</summary>
    public int Kept { get; private set; }

    /// <summary>How many seats it may have with those that it borrows.</summary>
    public int Most { get; private set; }

    /// <summary>How many seats one of its requests takes at most.</summary>
    public int Widest { get; private set; } = 1;

    /// <summary>How many seats are taken.</summary>
    public int Executing { get; set; }

    public int Waiting => _queues.Values.Sum(static q => q.Count);

    /// <summary>How many were turned away since the server started.</summary>
    public long Refused { get; set; }

    /// <summary>How long they are told to stay away.</summary>
    public TimeAway Away { get; } = new();

    /// <summary>How many seats have to stay free for it.</summary>
    public int Reserved => Math.Max(0, Kept - Executing);

    public static int SharesOf(PriorityLevelConfiguration level) =>
        (level.Spec.Type == PriorityLevelEnablement.Exempt ? level.Spec.Exempt?.NominalConcurrencyShares : level.Spec.Limited?.NominalConcurrencyShares) ?? 0;

    /// <param name="level">What it is now.</param>
    /// <param name="nominal">Its part of the server's seats.</param>
    public void Configure(PriorityLevelConfiguration level, int nominal)
    {
        var limited = level.Spec.Limited;
        (Uid, Nominal, IsExempt) = (level.Metadata.Uid, nominal, level.Spec.Type == PriorityLevelEnablement.Exempt);
        Kept = nominal - Part(limited?.LendablePercent ?? level.Spec.Exempt?.LendablePercent ?? 0);
        Most = limited?.BorrowingLimitPercent is { } percent ? nominal + Part(percent) : int.MaxValue;
        _queuing = limited?.LimitResponse is { Type: LimitResponseType.Queue, Queuing: { } queuing } ? queuing : null;
        Widest = _queuing is null ? WidestRequest : (int)Math.Clamp(Math.Min(Math.Ceiling(nominal * WidestPart), nominal / _queuing.HandSize), 1, WidestRequest);

        int Part(int percent) => (int)Math.Round(nominal * percent / 100.0);
    }

    /// <summary>Lets a request wait, or returns null where the level does not let requests wait or its queue is full.</summary>
    /// <param name="flow">A hash of the flow.</param>
    /// <param name="width">How many seats it takes.</param>
    public WaitingRequest? Enqueue(ulong flow, int width)
    {
        if (_queuing is not { } queuing) return null;
        var shortest = -1;
        foreach (var queue in ShuffleSharding.Hand(flow, queuing.Queues, queuing.HandSize))
            if (shortest < 0 || Length(queue) < Length(shortest)) shortest = queue;
        if (Length(shortest) >= queuing.QueueLengthLimit) return null;
        if (!_queues.TryGetValue(shortest, out var waiting))
        {
            _queues[shortest] = waiting = [];
            _turns.AddLast(shortest);
        }

        var request = new WaitingRequest(this, shortest, width);
        waiting.AddLast(request);
        return request;
    }

    /// <summary>The request whose turn it is, or null when none waits; each queue in its turn.</summary>
    public WaitingRequest? Next => _turns.First is { } turn ? _queues[turn.Value].First!.Value : null;

    /// <summary>It is the turn of the next queue: <see cref="Next"/> does not wait any longer.</summary>
    public void Dequeue(WaitingRequest next)
    {
        Forget(next);
        if (!_queues.ContainsKey(next.Queue)) return;
        _turns.Remove(next.Queue);
        _turns.AddLast(next.Queue);
    }

    /// <summary>The request does not wait any longer.</summary>
    public void Forget(WaitingRequest request)
    {
        var waiting = _queues[request.Queue];
        waiting.Remove(request);
        if (waiting.Count > 0) return;
        _queues.Remove(request.Queue);
        _turns.Remove(request.Queue);
    }

    private int Length(int queue) => _queues.TryGetValue(queue, out var waiting) ? waiting.Count : 0;
}

using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>A call on its way: what is called, for whom, and since when.</summary>
internal abstract class Request(GrainMethod method, GrainReference target) : Invocation
{
    private const int MaxForwards = 8;
    private readonly GrainReference _target = target;
    private CallContext? _context;
    private byte _forwards;

    // Links of the list of calls under way; the lane guards them.
    internal Request? Earlier;
    internal Request? Later;
    internal DepartureLane? Lane;
    internal int DepartedAt;

    public GrainMethod Method { get; } = method;

    public override Interleaving Interleaving => Method.Interleaving;

    public override CallContext? Context => _context;

    public override bool IsUse => true;

    /// <summary>Notes what travels along and, where somebody waits for the answer, since when.</summary>
    public void Depart(EmbeddedSilo silo)
    {
        _context = RequestContext.Current;
        if (!Method.IsOneWay)
        {
            silo.Departures.Add(this);
        }
    }

    public sealed override void Complete(Task ended, Activation activation)
    {
        Lane?.Remove(this);
        if (Method.IsOneWay)
        {
            if (ended.Exception?.InnerException is { } error)
            {
                activation.Class.Silo.Log.OneWayCallFailed(error, Method.Name, _target);
            }
        }
        else
        {
            Answer(ended);
        }
    }

    public sealed override void Reject(Exception reason)
    {
        Lane?.Remove(this);
        Fail(reason);
    }

    public void TimeOut(TimeSpan limit) =>
        Fail(new TimeoutException($"{Method.Name} of {_target} did not answer within {limit}; it may still run."));

    public sealed override void Forward(Activation from)
    {
        if (_forwards++ == MaxForwards)
        {
            Reject(new OrleansMessageRejectionException($"{Method.Name} met {MaxForwards} activations of {_target} that ended before it ran."));
        }
        else if (from.Class.Find(from.Key) is { } next)
        {
            next.Enqueue(this);
        }
        else
        {
            Reject(new SiloUnavailableException());
        }
    }

    protected abstract void Answer(Task ended);

    protected abstract void Fail(Exception reason);
}

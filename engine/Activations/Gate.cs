namespace Orleans.Kube.Engine;

/// <summary>Which invocations may run now, by Orleans' rules of reentrancy, and which wait. Used only in turns of its activation.</summary>
internal struct Gate
{
    private Invocation? _blocking;
    private int _blockers;
    private WorkItem? _first;
    private WorkItem? _last;

    /// <summary>How many invocations have begun and not ended.</summary>
    public int Running { get; private set; }

    public readonly bool HasWaiting => _first is not null;

    public readonly bool Admits(Invocation incoming, bool reentrant) =>
        Running == 0
        || _blocking is null
        || reentrant
        || incoming.Interleaving == Interleaving.Always
        || (incoming.Interleaving == Interleaving.WithReaders && _blocking.Interleaving == Interleaving.WithReaders);

    public void Begin(Invocation invocation, bool reentrantClass)
    {
        Running++;
        if (!reentrantClass && invocation.Interleaving != Interleaving.Always)
        {
            _blockers++;
            _blocking ??= invocation;
        }
    }

    public void End(Invocation invocation, bool reentrantClass)
    {
        Running--;
        if (!reentrantClass && invocation.Interleaving != Interleaving.Always && --_blockers == 0)
        {
            _blocking = null;
        }
    }

    public void Hold(Invocation invocation)
    {
        invocation.Next = null;
        _last = _last is null ? _first = invocation : _last.Next = invocation;
    }

    /// <summary>The invocation that waits longest, if it may run now.</summary>
    public Invocation? TakeAdmitted(bool reentrant) => _first is Invocation first && Admits(first, reentrant) ? Take() : null;

    /// <summary>The invocation that waits longest.</summary>
    public Invocation? Take()
    {
        var first = (Invocation?)_first;
        if (first is not null)
        {
            _first = first.Next;
            _last = _first is null ? null : _last;
            first.Next = null;
        }

        return first;
    }
}

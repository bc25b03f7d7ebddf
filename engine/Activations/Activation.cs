using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>
/// One grain in memory. It is its own synchronization context, so that what a turn awaits comes back as another turn, and its own thread
/// pool item; turns run one at a time, in order of arrival. All state but the inbox is touched in turns only, unless said otherwise.
/// </summary>
internal sealed class Activation(GrainClass grainClass, string key) : SynchronizationContext, IThreadPoolWorkItem, IGrainContext
{
    private const int TurnsAtOnce = 64;
    private Inbox _inbox;
    private Gate _gate;
    private ActivationExtras? _extras;
    private object? _instance;
    private int _lastUse = grainClass.Silo.Clock.Tick;
    private int _keepUntil;
    private volatile ActivationState _state;
    private bool _ending;

    /// <summary>The activation whose turn the current thread runs.</summary>
    public static new Activation? Current => SynchronizationContext.Current as Activation;

    public GrainClass Class { get; } = grainClass;

    public string Key { get; } = key;

    /// <summary>Whether a fresh activation takes the calls. May be asked from any thread.</summary>
    public bool IsDead => _state == ActivationState.Dead;

    public GrainId GrainId => new(Class.Type, IdSpan.Create(Key));

    public GrainReference GrainReference => Reference();

    public object? GrainInstance => _instance;

    public IServiceProvider ActivationServices => Extras.Services(Class.Silo.Services);

    public Task Deactivated => Extras.Deactivated;

    private ActivationExtras Extras =>
        _extras ?? Interlocked.CompareExchange(ref _extras, new ActivationExtras(), null) ?? _extras;

    public GrainReference Reference() => new(Class, Key);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => GrainId.ToString();

    /// <summary>Gives the activation something to do in a turn. From any thread.</summary>
    public void Enqueue(WorkItem item)
    {
        if (_inbox.Push(item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(new Continuation(d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current != this)
        {
            throw new NotSupportedException($"Nothing but a turn of {this} may run its code: use Post.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    void IThreadPoolWorkItem.Execute()
    {
        SetSynchronizationContext(this);
        var clean = ExecutionContext.Capture()!;
        try
        {
            RunTurns(clean);
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }

    /// <summary>A call or a timer's run has come: it begins, waits, or moves on.</summary>
    public void Admit(Invocation invocation)
    {
        switch (_state)
        {
            case ActivationState.Active when !_ending && _gate.Admits(invocation, MayReenter(invocation)):
                Begin(invocation);
                break;
            case ActivationState.Dead:
                invocation.Forward(this);
                break;
            case ActivationState.New:
                _gate.Hold(invocation);
                _ = ActivateAsync();
                break;
            default:
                _gate.Hold(invocation);
                break;
        }
    }

    /// <inheritdoc/>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (Current == this)
        {
            // From a turn it holds at once: what waits behind this turn already goes to a fresh activation.
            BeginEnding(deactivationReason, cancellationToken);
        }
        else
        {
            Enqueue(new Command(activation => activation.BeginEnding(deactivationReason, cancellationToken)));
        }
    }

    /// <summary>Ends the activation if nobody has used it for the idle age. From any thread.</summary>
    public void EndIfIdle()
    {
        if (IsIdle())
        {
            Enqueue(new Command(static activation => activation.EndAsIdle()));
        }
    }

    public void DelayDeactivation(TimeSpan delay) =>
        Volatile.Write(ref _keepUntil, delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan ? 0
            : delay == Timeout.InfiniteTimeSpan ? int.MaxValue
            : Class.Silo.Clock.TickAfter(delay));

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        if (_ending || _state >= ActivationState.Deactivating || !Extras.Add(timer))
        {
            timer.Dispose();
            return timer;
        }

        timer.Start();
        return timer;
    }

    /// <summary>From now on calls of that chain may enter although another call blocks.</summary>
    public void OpenSection(Guid chain) => Extras.Open(chain);

    public void CloseSection(Guid chain) => Extras.Close(chain);

    public void Remove(GrainTimer timer) => _extras?.Remove(timer);

    private bool MayReenter(Invocation invocation) =>
        Class.IsReentrant || (invocation.Context is { } context && _extras is { } extras && extras.IsOpen(context.ReentrancyId));

    private void RunTurns(ExecutionContext clean)
    {
        var turns = 0;
        while (_inbox.TakeAll() is { } item)
        {
            for (var next = item; next is not null;)
            {
                (item, next) = (next, next.Next);
                item.Next = null;
                RunTurn(item);
                RestoreContext(clean);
                turns++;
            }

            if (turns >= TurnsAtOnce)
            {
                // Still marked as scheduled: hand the thread to others and come back.
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    private void RunTurn(WorkItem item)
    {
        try
        {
            item.Run(this);
        }
        catch (Exception error)
        {
            // Only an `async void` method of the grain gets here: everything else has someone who receives its exception.
            Class.Silo.Log.TurnFailed(error, this);
        }

        if (_gate.HasWaiting || _ending)
        {
            GoOn();
        }
    }

    // What waits may run when something has ended; the activation ends when everything has.
    private void GoOn()
    {
        while (_state == ActivationState.Active && !_ending && _gate.TakeAdmitted(Class.IsReentrant) is { } waiting)
        {
            Begin(waiting);
        }

        if (_state == ActivationState.Active && _ending && _gate.Running == 0)
        {
            _ = DeactivateAsync();
        }
    }

    private void Begin(Invocation invocation)
    {
        if (invocation.IsAbandoned)
        {
            return;
        }

        if (invocation.IsUse)
        {
            _lastUse = Class.Silo.Clock.Tick;
        }

        _gate.Begin(invocation, Class.IsReentrant);
        var task = Invoke(invocation);
        if (task.IsCompleted)
        {
            Finish(invocation, task);
        }
        else
        {
            task.GetAwaiter().UnsafeOnCompleted(() => Finish(invocation, task));
        }
    }

    private Task Invoke(Invocation invocation)
    {
        var before = ExecutionContext.Capture()!;
        try
        {
            if (invocation.Context is { } context)
            {
                RequestContext.Current = context;
            }

            return invocation.Invoke(_instance!)
                ?? throw new InvalidOperationException($"A method of {Class.Implementation.Name} returned null instead of a task.");
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
        finally
        {
            RestoreContext(before);
        }
    }

    // What one piece of code put into the execution context must not reach the next.
    private static void RestoreContext(ExecutionContext context)
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), context))
        {
            ExecutionContext.Restore(context);
        }
    }

    private void Finish(Invocation invocation, Task ended)
    {
        _gate.End(invocation, Class.IsReentrant);
        if (ended.Exception?.InnerException is Storage.InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            BeginEnding(new(DeactivationReasonCode.ApplicationError, conflict, "Its stored state was changed by another."), default);
        }

        invocation.Complete(ended, this);
    }

    private async Task ActivateAsync()
    {
        _state = ActivationState.Activating;
        var silo = Class.Silo;
        try
        {
            silo.ThrowIfNotRunning();
            using var limit = new CancellationTokenSource(silo.Options.ActivationTimeout, silo.Clock.Time);
            _instance = Class.NewInstance(this, out var states);
            await LoadAsync(states, limit.Token).WaitAsync(limit.Token);
            _lastUse = silo.Clock.Tick;
            _state = ActivationState.Active;
        }
        catch (Exception error)
        {
            silo.Log.ActivationFailed(error, this);
            Bury();
            while (_gate.Take() is { } waiting)
            {
                waiting.Reject(error);
            }

            await EndExtrasAsync();
        }
    }

    private async Task LoadAsync(ReadOnlyMemory<ILoadableState> states, CancellationToken cancellation)
    {
        for (var i = 0; i < states.Length; i++)
        {
            await states.Span[i].LoadAsync(cancellation);
        }

        if (_instance is IGrainBase grain)
        {
            await grain.OnActivateAsync(cancellation);
        }
    }

    private bool IsIdle() => _state == ActivationState.Active && _gate.Running == 0 && !_ending
        && Volatile.Read(ref _lastUse) < Class.Silo.Clock.TickBefore(Class.Silo.Options.IdleAge)
        && Volatile.Read(ref _keepUntil) <= Class.Silo.Clock.Tick;

    private void EndAsIdle()
    {
        if (IsIdle() && !_gate.HasWaiting)
        {
            BeginEnding(new(DeactivationReasonCode.ActivationIdle, "Nobody called it for its idle age."), default);
        }
    }

    private void BeginEnding(DeactivationReason reason, CancellationToken cancellation)
    {
        if (_ending || _state == ActivationState.Dead)
        {
            return;
        }

        _ending = true;
        if (_state == ActivationState.New)
        {
            Bury();
            _ = EndExtrasAsync();
            return;
        }

        var silo = Class.Silo;
        Extras.BeginEnding(reason, silo.Options.DeactivationTimeout, silo.Clock.Time, cancellation, () => Enqueue(new Command(GiveUpWaiting)));
    }

    // Calls that are still running keep running, but nothing waits for them any more.
    private static void GiveUpWaiting(Activation activation)
    {
        if (activation._state == ActivationState.Active)
        {
            activation.Class.Silo.Log.DeactivationTimedOut(activation);
            _ = activation.DeactivateAsync();
        }
    }

    private async Task DeactivateAsync()
    {
        _state = ActivationState.Deactivating;
        var extras = Extras;
        try
        {
            extras.StopTimers();
            if (_instance is IGrainBase grain)
            {
                await grain.OnDeactivateAsync(extras.Reason, extras.EndingToken)
                    .WaitAsync(Class.Silo.Options.DeactivationTimeout, Class.Silo.Clock.Time, extras.Impatience);
            }
        }
        catch (Exception error)
        {
            Class.Silo.Log.DeactivationFailed(error, this);
        }

        Bury();
        while (_gate.Take() is { } waiting)
        {
            waiting.Forward(this);
        }

        await EndExtrasAsync();
    }

    private void Bury()
    {
        _state = ActivationState.Dead;
        _instance = null;
        Class.Forget(this);
    }

    private async Task EndExtrasAsync()
    {
        try
        {
            await Extras.DisposeAsync();
        }
        catch (Exception error)
        {
            Class.Silo.Log.DeactivationFailed(error, this);
        }
    }
}

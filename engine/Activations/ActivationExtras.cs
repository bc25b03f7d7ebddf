using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Kube.Engine;

/// <summary>What only some activations have: a service scope, timers, somebody who waits for their end. Safe from any thread.</summary>
internal sealed class ActivationExtras : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<GrainTimer>? _timers;
    private List<Guid>? _sections;
    private IServiceScope? _scope;
    private CancellationTokenSource? _limit;
    private CancellationTokenSource? _ending;
    private CancellationTokenRegistration _onEnding;
    private bool _timersStopped;

    public Task Deactivated => _deactivated.Task;

    public DeactivationReason Reason { get; private set; }

    /// <summary>Cancelled when whoever asked for the end loses patience.</summary>
    public CancellationToken Impatience { get; private set; }

    /// <summary>Cancelled when ending takes too long or whoever asked for it loses patience.</summary>
    public CancellationToken EndingToken => _ending?.Token ?? CancellationToken.None;

    public IServiceProvider Services(IServiceProvider root)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_deactivated.Task.IsCompleted, typeof(Activation));
            return (_scope ??= root.CreateScope()).ServiceProvider;
        }
    }

    /// <summary>Keeps a timer to be stopped with the activation; false when that has happened.</summary>
    public bool Add(GrainTimer timer)
    {
        lock (_lock)
        {
            return !_timersStopped && (_timers ??= []).Add(timer);
        }
    }

    public void Remove(GrainTimer timer)
    {
        lock (_lock)
        {
            _timers?.Remove(timer);
        }
    }

    public void Open(Guid chain)
    {
        lock (_lock)
        {
            (_sections ??= []).Add(chain);
        }
    }

    public void Close(Guid chain)
    {
        lock (_lock)
        {
            _sections?.Remove(chain);
        }
    }

    public bool IsOpen(Guid chain)
    {
        lock (_lock)
        {
            return _sections?.Contains(chain) == true;
        }
    }

    public void StopTimers()
    {
        GrainTimer[] timers;
        lock (_lock)
        {
            _timersStopped = true;
            timers = [.. _timers ?? []];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    public void BeginEnding(DeactivationReason reason, TimeSpan limit, TimeProvider time, CancellationToken impatience, Action onTimeOut)
    {
        (Reason, Impatience) = (reason, impatience);
        _limit = new CancellationTokenSource(limit, time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, impatience);
        _onEnding = _ending.Token.UnsafeRegister(static action => ((Action)action!)(), onTimeOut);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            StopTimers();
            await _onEnding.DisposeAsync();
            _ending?.Dispose();
            _limit?.Dispose();
            if (_scope is IAsyncDisposable scope)
            {
                await scope.DisposeAsync();
            }
        }
        finally
        {
            _deactivated.TrySetResult();
        }
    }
}

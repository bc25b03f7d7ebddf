using System.Collections.Concurrent;

namespace Orleans.Kube.Engine.Tests.Concurrency;

/// <summary>Leaves after every few calls, and notices when two of it are alive or two of its turns run at once.</summary>
internal sealed class RestlessGrain : Grain, IRestlessGrain
{
    private static readonly ConcurrentDictionary<string, RestlessGrain> Alive = new();
    private static int Flaws;
    private int _calls;
    private int _inside;

    public static int FlawsSeen => Volatile.Read(ref Flaws);

    public static bool AnyAlive => !Alive.IsEmpty;

    public async Task<int> Work(int number, bool pause)
    {
        Enter();
        if (pause)
        {
            Leave();
            await Task.Yield();
            Enter();
        }

        if (++_calls % 5 == 0)
        {
            DeactivateOnIdle();
        }

        Leave();
        return number;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!Alive.TryAdd(this.GetPrimaryKeyString(), this))
        {
            Interlocked.Increment(ref Flaws);
        }

        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!Alive.TryRemove(new(this.GetPrimaryKeyString(), this)))
        {
            Interlocked.Increment(ref Flaws);
        }
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1 || Alive.GetValueOrDefault(this.GetPrimaryKeyString()) != this)
        {
            Interlocked.Increment(ref Flaws);
        }
    }

    private void Leave() => Interlocked.Decrement(ref _inside);
}

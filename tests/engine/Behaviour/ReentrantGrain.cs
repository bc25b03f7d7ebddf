using Orleans.Concurrency;

namespace Orleans.Kube.Engine.Tests.Behaviour;

[Reentrant]
internal sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    private int _inside;
    private int _most;

    public async Task Meet(string gate)
    {
        probe.Note("met");
        await probe.Gate(gate);
    }

    /// <summary>How many turns were ever inside at once: one, if turns are turns.</summary>
    public async Task<int> TurnsAtOnce(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _inside));
            Thread.SpinWait(20);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return _most;
    }
}

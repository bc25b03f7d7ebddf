namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class CounterGrain(Probe probe) : Grain, ICounterGrain
{
    private int _sum;

    public Task<int> Add(int amount) => Task.FromResult(_sum += amount);

    public ValueTask<string> Describe(string prefix, int times, CancellationToken cancellation) =>
        ValueTask.FromResult($"{string.Concat(Enumerable.Repeat(prefix, times))}{this.GetPrimaryKeyString()}{cancellation.IsCancellationRequested}");

    public ValueTask Touch() => ValueTask.CompletedTask;

    public async Task<int> AddSlowly(int amount, string gate)
    {
        var before = _sum;
        probe.Note("began " + gate);
        await probe.Gate(gate);
        return _sum = before + amount;
    }

    public Task<int> Peek() => Task.FromResult(_sum);

    public async Task Look(string gate)
    {
        probe.Note("looks " + gate);
        await probe.Gate(gate);
    }

    public Task Shout(string word)
    {
        probe.Note(word);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task Fail(string message) => throw new FormatException(message);

    public async Task FailLate(string message)
    {
        await Task.Yield();
        throw new FormatException(message);
    }

    public async Task<int> Cancelled()
    {
        await Task.Yield();
        throw new OperationCanceledException();
    }

    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note("activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note("deactivated " + reason.ReasonCode);
        return Task.CompletedTask;
    }
}

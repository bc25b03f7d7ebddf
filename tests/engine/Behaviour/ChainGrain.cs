using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class ChainGrain(Probe probe) : Grain, IChainGrain
{
    public Task<string> Answer() => Task.FromResult("I am " + this.GetPrimaryKeyString());

    public Task<string> Relay(string to) => GrainFactory.GetGrain<IChainGrain>(to).Answer();

    public Task<string> AskBack(string via) => GrainFactory.GetGrain<IChainGrain>(via).Relay(this.GetPrimaryKeyString());

    public async Task<string> AskBackReentrantly(string via)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        return await AskBack(via);
    }

    public Task<string?> ContextOf(string name) => Task.FromResult(RequestContext.Get(name) as string);

    public async Task<string?> ContextSeenBy(string other, string name)
    {
        await Task.Yield();
        return await GrainFactory.GetGrain<IChainGrain>(other).ContextOf(name);
    }

    public Task LeaveContextBehind(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.CompletedTask;
    }

    public async Task SetContextWhile(string name, string value, string gate)
    {
        RequestContext.Set(name, value);
        probe.Note("set " + value);
        await probe.Gate(gate);
        probe.Note($"still {RequestContext.Get(name)}");
    }
}

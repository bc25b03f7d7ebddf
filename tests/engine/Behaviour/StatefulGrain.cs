using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class StatefulGrain([PersistentState("tally", "memory")] IPersistentState<Tally> tally, ScopedThing thing, Probe probe)
    : Grain, IStatefulGrain
{
    public Task<int> Get() => Task.FromResult(tally.State.Value);

    public Task Set(int value)
    {
        tally.State = tally.State with { Value = value };
        return tally.WriteStateAsync();
    }

    public Task Clear() => tally.ClearStateAsync();

    public Task<(string? ETag, bool Exists)> Tag() => Task.FromResult((tally.Etag, tally.RecordExists));

    public Task Forget()
    {
        DeactivateOnIdle();
        _ = NoteScopeAsync(GrainContext.Deactivated);
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"activated with {tally.State.Value}");
        return Task.CompletedTask;
    }

    private async Task NoteScopeAsync(Task deactivated)
    {
        await deactivated.ConfigureAwait(false);
        probe.Note("scope disposed " + thing.IsDisposed);
    }
}

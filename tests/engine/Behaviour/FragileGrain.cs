namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>Fails to activate while the test says so; its key chooses how.</summary>
internal sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    public Task<string> Hello() => Task.FromResult("hello");

    public Task Keep(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public async Task WaitAndForget(string gate)
    {
        DeactivateOnIdle();
        probe.Note("leaving");
        await probe.Gate(gate);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note("activating");
        switch (this.GetPrimaryKeyString())
        {
            case "fails once" when probe.Notes.Count(note => note == "activating") == 1:
                await probe.Gate("activation");

                // A turn of its own, behind the calls that came before the gate was opened.
                await Task.Yield();
                throw new FormatException("not today");
            case "hangs":
                await probe.Gate("never").WaitAsync(cancellationToken);
                break;
            case "leaves at once":
                DeactivateOnIdle();
                break;
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note("deactivating " + reason.ReasonCode);
        if (this.GetPrimaryKeyString() == "slow to leave")
        {
            await probe.Gate("leave");
        }
    }
}

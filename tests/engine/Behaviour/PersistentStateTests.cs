using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Engine.Tests.Behaviour;

public class PersistentStateTests
{
    [Fact]
    public async Task State_is_read_before_the_grain_activates_and_survives_the_activation()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IStatefulGrain>();
        (await grain.Get()).ShouldBe(-1);
        await grain.Set(7);
        (await grain.Tag()).ShouldBe(("1", true));
        await grain.Forget();

        (await grain.Get()).ShouldBe(7);

        await engine.Probe.Noted("activated with 7");
        await engine.Probe.Noted("scope disposed True");
        await grain.Clear();
        (await grain.Tag()).ShouldBe((null, false));
    }

    [Fact]
    public async Task A_conflict_reaches_the_caller_and_ends_the_activation_so_that_the_state_is_read_afresh()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IStatefulGrain>();
        await grain.Set(1);
        engine.Storage.Overwrite("tally", GrainId.Create("stateful", "one"), new Tally { Value = 50 });

        var conflict = await Should.ThrowAsync<InconsistentStateException>(() => grain.Set(2));

        conflict.StoredEtag.ShouldBe("2");
        conflict.CurrentEtag.ShouldBe("1");
        (await grain.Get()).ShouldBe(50);
        await grain.Set(51);
        (await grain.Tag()).ShouldBe(("3", true));
    }
}

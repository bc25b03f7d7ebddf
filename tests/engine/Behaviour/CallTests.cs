namespace Orleans.Kube.Engine.Tests.Behaviour;

public class CallTests
{
    [Fact]
    public async Task A_call_reaches_the_grain_of_its_key_with_its_arguments_and_brings_back_the_result()
    {
        await using var engine = await Engine.StartAsync();

        (await engine.Get<ICounterGrain>("a").Add(2)).ShouldBe(2);
        (await engine.Get<ICounterGrain>("a").Add(3)).ShouldBe(5);
        (await engine.Get<ICounterGrain>("b").Add(7)).ShouldBe(7);
        await engine.Get<ICounterGrain>("b").Touch();
        (await engine.Get<ICounterGrain>("b").Describe("x", 2, new CancellationToken(true))).ShouldBe("xxbTrue");
        engine.Silo.ActivationCount.ShouldBe(2);
    }

    [Fact]
    public async Task Exceptions_reach_the_caller_with_their_own_type_and_the_grain_lives_on()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        await grain.Add(1);

        (await Should.ThrowAsync<FormatException>(() => grain.Fail("at once"))).Message.ShouldBe("at once");
        (await Should.ThrowAsync<FormatException>(() => grain.FailLate("later"))).Message.ShouldBe("later");
        await Should.ThrowAsync<OperationCanceledException>(() => grain.Cancelled());
        (await grain.Add(1)).ShouldBe(2);
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_ran_and_its_exception_is_logged()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        var slow = grain.AddSlowly(1, "slow");
        await engine.Probe.Noted("began slow");

        await grain.Shout("hello");

        engine.Probe.Notes.ShouldNotContain("hello");
        engine.Probe.Open("slow");
        await slow;
        await engine.Probe.Noted("hello");
        await engine.Log.Logged("OneWayCallFailed");
    }
}

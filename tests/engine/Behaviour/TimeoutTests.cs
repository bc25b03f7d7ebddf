namespace Orleans.Kube.Engine.Tests.Behaviour;

public class TimeoutTests
{
    [Fact]
    public async Task A_caller_gets_a_time_out_not_before_the_limit_and_the_call_goes_on_running()
    {
        await using var engine = await Engine.StartAsync(new() { RequestTimeout = TimeSpan.FromSeconds(10) });
        var grain = engine.Get<ICounterGrain>();
        var slow = grain.AddSlowly(3, "gate");
        await engine.Probe.Noted("began gate");

        engine.Time.Advance(TimeSpan.FromSeconds(10));
        slow.IsCompleted.ShouldBeFalse();
        engine.Time.Advance(TimeSpan.FromSeconds(2));
        (await Should.ThrowAsync<TimeoutException>(() => slow)).Message.ShouldContain("ICounterGrain.AddSlowly");

        engine.Probe.Open("gate");
        (await grain.Add(1)).ShouldBe(4);
    }

    [Fact]
    public async Task A_call_whose_caller_gave_up_before_it_began_does_not_run()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        var slow = grain.AddSlowly(3, "gate");
        var waiting = grain.Add(100);
        await engine.Probe.Noted("began gate");

        engine.Time.Advance(TimeSpan.FromSeconds(32));
        await Should.ThrowAsync<TimeoutException>(() => waiting);
        engine.Probe.Open("gate");

        (await grain.Add(1)).ShouldBe(4);
        slow.IsFaulted.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_limit_a_caller_waits_as_long_as_it_takes()
    {
        await using var engine = await Engine.StartAsync(new() { RequestTimeout = Timeout.InfiniteTimeSpan });
        var slow = engine.Get<ICounterGrain>().AddSlowly(3, "gate");
        await engine.Probe.Noted("began gate");

        engine.Time.Advance(TimeSpan.FromDays(1));
        engine.Probe.Open("gate");

        (await slow).ShouldBe(3);
    }
}

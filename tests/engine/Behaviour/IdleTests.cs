namespace Orleans.Kube.Engine.Tests.Behaviour;

public class IdleTests
{
    private static readonly EmbeddedEngineOptions TenMinutes = new() { IdleAge = TimeSpan.FromMinutes(10), SweepBatch = 2 };

    [Fact]
    public async Task Activations_nobody_calls_are_collected_and_the_others_stay()
    {
        await using var engine = await Engine.StartAsync(TenMinutes);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => engine.Get<ICounterGrain>("idle" + i).Add(1)));
        await engine.Get<ICounterGrain>("busy").Add(1);

        engine.Time.Advance(TimeSpan.FromMinutes(6));
        await engine.Get<ICounterGrain>("busy").Add(1);
        engine.Probe.Notes.ShouldNotContain("deactivated ActivationIdle");
        engine.Time.Advance(TimeSpan.FromMinutes(6));
        await engine.Probe.Noted("deactivated ActivationIdle", 5);

        (await engine.Get<ICounterGrain>("busy").Add(1)).ShouldBe(3);
    }

    [Fact]
    public async Task A_running_call_keeps_its_activation()
    {
        await using var engine = await Engine.StartAsync(TenMinutes with { RequestTimeout = Timeout.InfiniteTimeSpan });
        var slow = engine.Get<ICounterGrain>().AddSlowly(4, "gate");
        await engine.Probe.Noted("began gate");

        engine.Time.Advance(TimeSpan.FromMinutes(30));
        engine.Probe.Open("gate");

        (await slow).ShouldBe(4);
        (await engine.Get<ICounterGrain>().Peek()).ShouldBe(4);
    }

    [Fact]
    public async Task Delayed_deactivation_keeps_an_idle_activation_for_that_long()
    {
        await using var engine = await Engine.StartAsync(TenMinutes);
        await engine.Get<IFragileGrain>("kept").Keep(TimeSpan.FromHours(1));
        await engine.Get<IFragileGrain>("left").Hello();

        engine.Time.Advance(TimeSpan.FromMinutes(50));
        await engine.Probe.Noted("deactivating ActivationIdle");
        engine.Silo.ActivationCount.ShouldBeLessThanOrEqualTo(2);
        engine.Probe.Notes.Count(note => note == "deactivating ActivationIdle").ShouldBe(1);

        engine.Time.Advance(TimeSpan.FromMinutes(11));
        await engine.Probe.Noted("deactivating ActivationIdle", 2);
    }

    [Fact]
    public async Task A_timer_keeps_its_activation_only_if_it_says_so()
    {
        await using var engine = await Engine.StartAsync(TenMinutes);
        await engine.Get<ITimerGrain>("kept").Start(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), keepAlive: true);
        await engine.Get<ITimerGrain>("left").Start(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), keepAlive: false);

        for (var minute = 1; minute <= 9; minute++)
        {
            engine.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(engine.Settle("kept"), engine.Settle("left"));
        }

        engine.Time.Advance(TimeSpan.FromMinutes(2));
        await engine.Probe.Noted("deactivated");
        engine.Probe.Notes.Count(note => note == "deactivated").ShouldBe(1);
    }
}

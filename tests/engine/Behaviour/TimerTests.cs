namespace Orleans.Kube.Engine.Tests.Behaviour;

public class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_each_period_until_it_is_disposed()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ITimerGrain>();
        await grain.Start(2 * Second, 5 * Second, keepAlive: false);

        engine.Time.Advance(Second);
        await engine.Settle();
        engine.Probe.Notes.ShouldBeEmpty();
        engine.Time.Advance(Second);
        await engine.Probe.Noted("tick");
        await engine.Settle();
        engine.Time.Advance(5 * Second);
        await engine.Probe.Noted("tick", 2);

        await grain.Stop();
        engine.Time.Advance(60 * Second);
        await engine.Settle();
        engine.Probe.Notes.ShouldBe(["tick", "tick"]);
    }

    [Fact]
    public async Task Changing_a_timer_sets_its_next_run()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ITimerGrain>();
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, keepAlive: false);
        engine.Time.Advance(60 * Second);
        await engine.Settle();
        engine.Probe.Notes.ShouldBeEmpty();

        await grain.Change(3 * Second, Timeout.InfiniteTimeSpan);
        engine.Time.Advance(3 * Second);
        await engine.Probe.Noted("tick");
        await engine.Settle();
        engine.Time.Advance(60 * Second);
        await engine.Settle();
        engine.Probe.Notes.ShouldBe(["tick"]);
    }

    [Fact]
    public async Task A_tick_waits_for_the_running_call_unless_it_interleaves()
    {
        await using var engine = await Engine.StartAsync();
        var plain = engine.Get<ITimerGrain>("plain");
        await plain.Start(Second, Timeout.InfiniteTimeSpan, keepAlive: false);
        var held = plain.Hold("gate");
        await engine.Probe.Noted("holds");
        engine.Time.Advance(Second);
        engine.Probe.Notes.ShouldBe(["holds"]);

        var interleaving = engine.Get<ITimerGrain>("interleaving");
        await interleaving.StartInterleaving(Second);
        var alsoHeld = interleaving.Hold("gate");
        await engine.Probe.Noted("holds", 2);
        engine.Time.Advance(Second);
        await engine.Probe.Noted("tick");
        engine.Probe.Notes.ShouldBe(["holds", "holds", "tick"]);

        engine.Probe.Open("gate");
        await Task.WhenAll(held, alsoHeld);
        await engine.Probe.Noted("tick", 2);
    }

    [Fact]
    public async Task The_period_counts_from_the_end_of_a_run_and_calls_wait_for_it()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ITimerGrain>();
        await grain.StartBlocking(Second, "gate");
        engine.Time.Advance(Second);
        await engine.Probe.Noted("tick");
        var waiting = grain.Hold("open");

        engine.Time.Advance(10 * Second);
        engine.Probe.Notes.ShouldBe(["tick"]);
        engine.Probe.Open("gate");
        engine.Probe.Open("open");
        await waiting;
        engine.Time.Advance(Second);

        await engine.Probe.Noted("tick", 2);
    }

    [Fact]
    public async Task A_failing_tick_is_logged_and_the_timer_goes_on()
    {
        await using var engine = await Engine.StartAsync();
        await engine.Get<ITimerGrain>().StartFailing(Second);

        engine.Time.Advance(Second);
        await engine.Log.Logged("TimerFailed");
        await engine.Settle();
        engine.Time.Advance(Second);

        await engine.Probe.Noted("tick", 2);
    }

    [Fact]
    public async Task Timers_end_with_their_activation_and_their_token_is_cancelled()
    {
        await using var engine = await Engine.StartAsync(new() { DeactivationTimeout = TimeSpan.FromSeconds(3) });
        var grain = engine.Get<ITimerGrain>();
        await grain.StartBlocking(Second, "gate");
        engine.Time.Advance(Second);
        await engine.Probe.Noted("tick");

        var stopping = engine.Silo.StopAsync(new CancellationToken(canceled: true));
        await engine.Probe.Noted("cancelled");
        await stopping;
        engine.Time.Advance(60 * Second);

        engine.Probe.Notes.ShouldBe(["tick", "cancelled", "deactivated"]);
    }
}

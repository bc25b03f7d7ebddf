namespace Orleans.Kube.Engine.Tests.Behaviour;

public class LifecycleTests
{
    [Fact]
    public async Task Deactivating_ends_the_activation_and_the_next_call_makes_a_fresh_one()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        await grain.Add(5);

        await grain.Forget();

        (await grain.Add(1)).ShouldBe(1);
        engine.Probe.Notes.ShouldBe(["activated", "deactivated ApplicationRequested", "activated"]);
    }

    [Fact]
    public async Task Calls_that_wait_at_an_ending_activation_are_answered_by_a_fresh_one()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IFragileGrain>("slow to leave");
        var leaving = grain.WaitAndForget("gate");
        await engine.Probe.Noted("leaving");
        var early = grain.Hello();
        engine.Probe.Open("gate");
        await leaving;
        await engine.Probe.Noted("deactivating ApplicationRequested");
        var late = grain.Hello();
        early.IsCompleted.ShouldBeFalse();

        engine.Probe.Open("leave");

        (await early).ShouldBe("hello");
        (await late).ShouldBe("hello");
        engine.Probe.Notes.Count(note => note == "activating").ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_activation_gives_its_exception_to_the_callers_and_the_next_call_tries_again()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IFragileGrain>("fails once");
        var calls = new[] { grain.Hello(), grain.Hello() };
        await engine.Probe.Noted("activating");
        engine.Probe.Open("activation");

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<FormatException>(() => call)).Message.ShouldBe("not today");
        }

        (await grain.Hello()).ShouldBe("hello");
    }

    [Fact]
    public async Task An_activation_that_hangs_is_given_up_after_its_time_out()
    {
        await using var engine = await Engine.StartAsync(new() { ActivationTimeout = TimeSpan.FromSeconds(5) });
        var call = engine.Get<IFragileGrain>("hangs").Hello();
        await engine.Probe.Noted("activating");

        engine.Time.Advance(TimeSpan.FromSeconds(5));

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_grain_that_always_leaves_at_once_does_not_keep_its_callers_forever()
    {
        await using var engine = await Engine.StartAsync();

        var error = await Should.ThrowAsync<Orleans.Runtime.OrleansMessageRejectionException>(
            () => engine.Get<IFragileGrain>("leaves at once").Hello());

        error.Message.ShouldContain("fragile/leaves at once");
    }

    [Fact]
    public async Task An_ending_activation_waits_for_its_running_calls_only_so_long()
    {
        await using var engine = await Engine.StartAsync(new() { DeactivationTimeout = TimeSpan.FromSeconds(5) });
        var grain = engine.Get<IFragileGrain>();
        var hanging = grain.WaitAndForget("gate");
        await engine.Probe.Noted("leaving");
        var waiting = grain.Hello();
        (await engine.Get<IFragileGrain>("other").Hello()).ShouldBe("hello");

        engine.Time.Advance(TimeSpan.FromSeconds(5));

        (await waiting).ShouldBe("hello");
        engine.Probe.Open("gate");
        await hanging;
    }

    [Fact]
    public async Task Stopping_deactivates_everything_and_rejects_calls_until_the_silo_starts_again()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        var slow = grain.AddSlowly(3, "gate");
        await engine.Get<ICounterGrain>("two").Add(1);
        await engine.Probe.Noted("began gate");

        var stopping = engine.Silo.StopAsync();
        await engine.Probe.Noted("deactivated ShuttingDown");
        stopping.IsCompleted.ShouldBeFalse();
        await Should.ThrowAsync<Orleans.Runtime.SiloUnavailableException>(() => engine.Get<ICounterGrain>("three").Add(1));
        engine.Probe.Open("gate");
        await stopping;

        (await slow).ShouldBe(3);
        engine.Silo.ActivationCount.ShouldBe(0);
        await Should.ThrowAsync<Orleans.Runtime.SiloUnavailableException>(() => grain.Add(1));
        await engine.Silo.StartAsync();
        (await grain.Add(1)).ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_without_patience_does_not_wait_for_running_calls()
    {
        await using var engine = await Engine.StartAsync();
        var hanging = engine.Get<ICounterGrain>().AddSlowly(3, "gate");
        await engine.Probe.Noted("began gate");

        await engine.Silo.StopAsync(new CancellationToken(canceled: true));

        engine.Silo.ActivationCount.ShouldBe(0);
        engine.Probe.Open("gate");
        (await hanging).ShouldBe(3);
    }
}

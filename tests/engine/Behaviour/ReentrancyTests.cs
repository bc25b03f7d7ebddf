namespace Orleans.Kube.Engine.Tests.Behaviour;

public class ReentrancyTests
{
    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended_even_while_that_awaits()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();

        var slow = grain.AddSlowly(10, "gate");
        await engine.Probe.Noted("began gate");
        var next = grain.Add(1);
        engine.Probe.Open("gate");

        (await slow).ShouldBe(10);
        (await next).ShouldBe(11);
    }

    [Fact]
    public async Task An_always_interleaving_call_runs_while_another_awaits()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        var slow = grain.AddSlowly(10, "gate");
        await engine.Probe.Noted("began gate");

        (await grain.Peek()).ShouldBe(0);

        engine.Probe.Open("gate");
        await slow;
    }

    [Fact]
    public async Task Readers_share_the_grain_with_readers_but_not_with_a_writer()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<ICounterGrain>();
        var readers = new[] { grain.Look("first"), grain.Look("second") };
        await engine.Probe.Noted("looks first");
        await engine.Probe.Noted("looks second");

        var writer = grain.AddSlowly(1, "write");
        engine.Probe.Open("first");
        await readers[0];
        (await grain.Peek()).ShouldBe(0);
        engine.Probe.Notes.ShouldNotContain("began write");
        engine.Probe.Open("second");
        await engine.Probe.Noted("began write");

        var late = grain.Look("third");
        (await grain.Peek()).ShouldBe(0);
        engine.Probe.Notes.ShouldNotContain("looks third");
        engine.Probe.OpenAll();
        await writer;
        engine.Probe.Open("third");
        await late;
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_share_it_but_never_in_the_same_turn()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IReentrantGrain>();
        var meeting = new[] { grain.Meet("gate"), grain.Meet("gate") };
        await engine.Probe.Noted("met", 2);
        engine.Probe.Open("gate");
        await Task.WhenAll(meeting);

        var most = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.TurnsAtOnce(200)));

        most.ShouldAllBe(turns => turns == 1);
    }

    [Fact]
    public async Task A_call_back_into_a_waiting_grain_times_out_unless_the_chain_may_re_enter()
    {
        await using var engine = await Engine.StartAsync();
        (await engine.Get<IChainGrain>("a").AskBackReentrantly("b")).ShouldBe("I am a");

        var stuck = engine.Get<IChainGrain>("a").AskBack("b");
        (await engine.Get<ICounterGrain>("other").Add(1)).ShouldBe(1);
        stuck.IsCompleted.ShouldBeFalse();
        engine.Time.Advance(TimeSpan.FromSeconds(32));

        await Should.ThrowAsync<TimeoutException>(() => stuck);
    }
}

using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

public class RequestContextTests
{
    [Fact]
    public async Task Values_travel_with_a_call_and_with_the_calls_it_makes()
    {
        await using var engine = await Engine.StartAsync();
        RequestContext.Set("user", "ada");

        (await engine.Get<IChainGrain>("a").ContextOf("user")).ShouldBe("ada");
        (await engine.Get<IChainGrain>("a").ContextSeenBy("b", "user")).ShouldBe("ada");
        RequestContext.Remove("user").ShouldBeTrue();
        (await engine.Get<IChainGrain>("a").ContextSeenBy("b", "user")).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_call_sets_reaches_neither_its_caller_nor_the_next_call()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IChainGrain>("a");

        await grain.LeaveContextBehind("user", "ada");

        RequestContext.Get("user").ShouldBeNull();
        (await grain.ContextOf("user")).ShouldBeNull();
    }

    [Fact]
    public async Task What_waited_behind_a_call_does_not_inherit_its_values()
    {
        await using var engine = await Engine.StartAsync();
        var grain = engine.Get<IChainGrain>("a");
        var setting = grain.SetContextWhile("user", "ada", "gate");
        await engine.Probe.Noted("set ada");
        var behind = grain.ContextOf("user");

        engine.Probe.Open("gate");

        (await behind).ShouldBeNull();
        await setting;
        engine.Probe.Notes.ShouldContain("still ada");
    }

    [Fact]
    public void A_reentrancy_section_brings_back_what_was_before()
    {
        RequestContext.ReentrancyId.ShouldBe(Guid.Empty);
        using (RequestContext.AllowCallChainReentrancy())
        {
            var chain = RequestContext.ReentrancyId;
            chain.ShouldNotBe(Guid.Empty);
            using (RequestContext.SuppressCallChainReentrancy())
            {
                RequestContext.ReentrancyId.ShouldBe(Guid.Empty);
            }

            RequestContext.ReentrancyId.ShouldBe(chain);
        }

        RequestContext.ReentrancyId.ShouldBe(Guid.Empty);
    }
}

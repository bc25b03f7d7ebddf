using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

public class ReferenceTests
{
    [Fact]
    public async Task References_to_one_grain_are_equal_whatever_way_they_were_made()
    {
        await using var engine = await Engine.StartAsync();
        var byKey = engine.Get<ICounterGrain>("ns/name");
        var id = GrainId.Create("counter", "ns/name");

        engine.Silo.GetGrain<ICounterGrain>(id).ShouldBe(byKey);
        engine.Silo.GetGrain(typeof(ICounterGrain), "ns/name").ShouldBe(byKey);
        engine.Get<ICounterGrain>("ns/other").ShouldNotBe(byKey);
        byKey.GetGrainId().ShouldBe(id);
        byKey.GetPrimaryKeyString().ShouldBe("ns/name");
        GrainId.Parse(id.ToString()).ShouldBe(id);
    }

    [Fact]
    public async Task A_shared_interface_reaches_the_class_that_an_id_or_a_prefix_names()
    {
        await using var engine = await Engine.StartAsync();

        (await engine.Silo.GetGrain<IAnimalGrain>(GrainId.Create("cat", "tom")).Sound()).ShouldBe("tom meows");
        (await engine.Silo.GetGrain<IAnimalGrain>(GrainId.Create("hound", "rex")).Sound()).ShouldBe("rex barks");
        (await engine.Silo.GetGrain<IAnimalGrain>("rex", "Dog").Sound()).ShouldBe("rex barks");
        Should.Throw<ArgumentException>(() => engine.Get<IAnimalGrain>("tom")).Message.ShouldContain("CatGrain");
        Should.Throw<ArgumentException>(() => engine.Silo.GetGrain<IAnimalGrain>(GrainId.Create("cow", "x"))).Message.ShouldContain("cow");
    }

    [Fact]
    public async Task Keys_that_are_no_strings_come_back_as_they_were()
    {
        await using var engine = await Engine.StartAsync();
        var guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

        (await engine.Silo.GetGrain<INumberedGrain>(-42).Key()).ShouldBe(-42);
        (await engine.Silo.GetGrain<INumberedGrain>(long.MaxValue).Key()).ShouldBe(long.MaxValue);
        engine.Silo.GetGrain(typeof(INumberedGrain), guid, "ext").GetPrimaryKey(out var extension).ShouldBe(guid);
        extension.ShouldBe("ext");
    }

    [Fact]
    public async Task An_interface_that_cannot_be_called_on_a_grain_is_refused_with_the_reason()
    {
        await using var engine = await Engine.StartAsync();

        Should.Throw<NotSupportedException>(() => engine.Get<IOddGrain>()).Message.ShouldBe(
            "IOddGrain.Now cannot be called on a grain: it is without a Task or ValueTask to return.");
        Should.Throw<ArgumentException>(() => engine.Silo.GetGrain(typeof(IMissingGrain), "x")).Message.ShouldContain("No grain class implements");
    }

    [Fact]
    public void A_grain_cannot_be_constructed_outside_the_engine() =>
        Should.Throw<InvalidOperationException>(() => new CatGrain()).Message.ShouldContain("IGrainFactory");
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Recording;

namespace Orleans.Kube.Model.Tests.Recording;

public sealed class EventCorrelatorTests
{
    private readonly EventCorrelator _correlator = new(new EventLimits());
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_repetition_is_the_first_event_with_a_higher_count()
    {
        var first = Note("Created pod: a")!;
        _now += TimeSpan.FromHours(1);

        var second = Note("Created pod: a")!;

        (second.Metadata.Name, second.Count, second.FirstTimestamp, second.LastTimestamp).ShouldBe((first.Metadata.Name, 2, first.FirstTimestamp, _now));
    }

    [Fact]
    public void From_the_tenth_message_on_events_that_differ_in_it_alone_become_one()
    {
        var names = Enumerable.Range(0, 9).Select(i => Note($"Created pod: {i}")!.Metadata.Name).ToHashSet();
        names.Count.ShouldBe(9);

        var tenth = Note("Created pod: 9")!;
        var eleventh = Note("Created pod: 10")!;

        (tenth.Message, tenth.Count).ShouldBe(("(combined from similar events): Created pod: 9", 1));
        (eleventh.Message, eleventh.Count, eleventh.Metadata.Name).ShouldBe(("(combined from similar events): Created pod: 10", 2, tenth.Metadata.Name));
        Note("Created pod: 3")!.Count.ShouldBe(2, "what has an event of its own keeps it");
        Note("Deleted pod: 3", reason: "SuccessfulDelete")!.Message.ShouldBe("Deleted pod: 3");
    }

    [Fact]
    public void Similar_events_are_single_ones_again_after_a_pause()
    {
        for (var i = 0; i < 12; i++) Note($"Created pod: {i}");
        _now += TimeSpan.FromMinutes(11);

        Note("Created pod: 12")!.Message.ShouldBe("Created pod: 12");
    }

    [Fact]
    public void Who_never_stops_about_one_object_is_held_to_a_budget_that_fills_up_again()
    {
        for (var i = 0; i < 25; i++) Note("again").ShouldNotBeNull();
        Note("again").ShouldBeNull();
        Note("again", name: "other").ShouldNotBeNull();

        _now += TimeSpan.FromMinutes(5);
        Note("again")!.Count.ShouldBe(27, "what was not written is counted");
        Note("again").ShouldBeNull();
    }

    private Event? Note(string message, string reason = "SuccessfulCreate", string name = "web") => _correlator.Note(
        new Event
        {
            Metadata = new ObjectMeta { Name = _correlator.NameFor(name, _now), Namespace = "default" },
            InvolvedObject = new ObjectReference { Kind = "ReplicaSet", Namespace = "default", Name = name, Uid = "1" },
            Source = new EventSource { Component = "replicaset-controller" },
            Type = "Normal", Reason = reason, Message = message, Count = 1, FirstTimestamp = _now, LastTimestamp = _now,
        },
        _now);
}

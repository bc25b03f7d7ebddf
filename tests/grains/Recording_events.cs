using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

public sealed class Recording_events
{
    private static readonly PlannedEvent Trouble = PlannedEvent.Warning("Trouble", "It did not work");

    [Fact]
    public async Task Repetitions_raise_the_count_of_one_event()
    {
        await using var cluster = await Cluster.StartAsync();
        var regarding = await StoredAsync(cluster);
        for (var i = 0; i < 10; i++) cluster.Services.GetRequiredService<EventRecorder>().Record(regarding, Trouble, "tester");
        await cluster.EventuallyAsync(view => Events(view) is [{ Count: 10 }]);
        var recorded = Events(cluster.Ledger.Current).ShouldHaveSingleItem();
        (recorded.InvolvedObject.Name, recorded.Reason, recorded.Source.Component, recorded.Type).ShouldBe(("settings", "Trouble", "tester", "Warning"));
        recorded.Metadata.Name.ShouldStartWith("settings.");
    }

    [Fact]
    public async Task A_component_that_never_stops_is_held_to_a_budget()
    {
        await using var cluster = await Cluster.StartAsync();
        var regarding = await StoredAsync(cluster);
        var recorder = cluster.Services.GetRequiredService<EventRecorder>();
        for (var i = 0; i < 100; i++) recorder.Record(regarding, Trouble, "chatterbox");
        recorder.Record(regarding, Trouble, "tester");
        await cluster.EventuallyAsync(view => Events(view).Any(static e => e.Source.Component == "tester")
            && Events(view).Any(static e => e is { Count: 25, Source.Component: "chatterbox" }));
    }

    [Fact]
    public async Task An_event_that_was_not_seen_for_an_hour_is_removed()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Services.GetRequiredService<EventRecorder>().Record(await StoredAsync(cluster), Trouble, "tester");
        await cluster.EventuallyAsync(view => Events(view).Count == 1);
        cluster.Time.Advance(TimeSpan.FromMinutes(59));
        Events(cluster.Ledger.Current).Count.ShouldBe(1);
        cluster.Time.Advance(TimeSpan.FromMinutes(6));
        await cluster.EventuallyAsync(view => Events(view).Count == 0);
    }

    private static async Task<ApiObject> StoredAsync(Cluster cluster)
    {
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        return cluster.Ledger.Current.Find(Cluster.Key(map))!;
    }

    private static List<Event> Events(IClusterView view) => [.. view.List(Resources.Events).Select(static o => o.As<Event>())];
}

using Orleans.Kube.Model;
using Orleans.Kube.Silo.Watching;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Tests.Silo;

public sealed class WatchPacingTests
{
    private static readonly WatchOptions Options = new()
    {
        PacedFrom = 2,
        BeatPerWatcher = TimeSpan.FromMilliseconds(10),
        LongestBeat = TimeSpan.FromMilliseconds(25),
        AtOnce = 2,
    };

    private readonly FakeTime _time = new();
    private readonly WatchPacing _pacing;
    private readonly WatchCrowd _pods;

    public WatchPacingTests()
    {
        _pacing = new WatchPacing(Options, _time);
        _pods = _pacing.Of(new GroupResource("", "pods"));
    }

    [Fact]
    public void A_few_watchers_look_again_at_once()
    {
        _pods.Enter();
        _pods.TurnAsync(_time.GetTimestamp()).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task One_of_a_crowd_waits_a_beat_since_it_looked()
    {
        Enter(2);
        var first = _pods.TurnAsync(_time.GetTimestamp());
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var later = _pods.TurnAsync(_time.GetTimestamp());

        _time.Advance(TimeSpan.FromMilliseconds(14));
        (first.IsCompleted, later.IsCompleted).ShouldBe((false, false));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await first;
        later.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await later;
    }

    [Fact]
    public async Task One_that_has_not_looked_for_long_goes_at_once()
    {
        Enter(2);
        var looked = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _pods.TurnAsync(looked);
    }

    [Fact]
    public async Task All_get_their_turn_in_the_order_in_which_it_came()
    {
        Enter(2);
        var started = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var order = new List<int>();
        var turns = new List<Task>();
        for (var i = 0; i < 7; i++) turns.Add(NoteAsync(i, i == 6 ? started : _time.GetTimestamp(), order));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await Task.WhenAll(turns);
        order[0].ShouldBe(6);
        order.Order().ShouldBe([0, 1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData(2, 20)]
    [InlineData(3, 25)]
    [InlineData(1000, 25)]
    public void A_beat_grows_with_the_crowd_to_the_longest(int watchers, int milliseconds) => Options.Beat(watchers).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Watchers_of_other_resources_are_no_crowd()
    {
        _pods.Enter();
        _pacing.Of(new GroupResource("", "nodes")).Enter();
        _pods.TurnAsync(_time.GetTimestamp()).IsCompleted.ShouldBeTrue();
        _pacing.Watchers.ShouldBe(2);
    }

    private void Enter(int watchers)
    {
        for (var i = 0; i < watchers; i++) _pods.Enter();
    }

    private async Task NoteAsync(int number, long looked, List<int> order)
    {
        await _pods.TurnAsync(looked);
        lock (order) order.Add(number);
    }
}

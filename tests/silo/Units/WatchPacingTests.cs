using Orleans.Kube.Silo.Watching;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Tests.Silo;

public sealed class WatchPacingTests
{
    private static readonly WatchOptions Options = new() { PacedFrom = 2, Beat = TimeSpan.FromMilliseconds(25), Turn = TimeSpan.FromMilliseconds(2) };

    private readonly FakeTime _time = new();
    private readonly WatchPacing _pacing;

    public WatchPacingTests() => _pacing = new WatchPacing(Options, _time);

    [Fact]
    public void A_few_watchers_look_again_at_once()
    {
        _pacing.Enter();
        _pacing.NextAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void One_of_a_crowd_waits_a_beat_with_those_that_are_served_with_it()
    {
        _pacing.Enter();
        _pacing.Enter();
        var first = _pacing.NextAsync();
        _pacing.NextAsync().ShouldBeSameAs(first);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var later = _pacing.NextAsync();
        later.ShouldNotBeSameAs(first);

        _time.Advance(TimeSpan.FromMilliseconds(20));
        (first.IsCompleted, later.IsCompleted).ShouldBe((true, false));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        later.IsCompleted.ShouldBeTrue();
    }
}

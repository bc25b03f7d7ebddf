using Orleans.Kube.Model;
using Orleans.Kube.Silo.Watching;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Tests.Silo;

public sealed class WatchPacingTests
{
    private static readonly WatchOptions Options = new() { PacedFrom = 2, Beat = TimeSpan.FromMilliseconds(25), Turn = TimeSpan.FromMilliseconds(2) };

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
        _pods.NextAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void One_of_a_crowd_waits_a_beat_with_those_that_are_served_with_it()
    {
        _pods.Enter();
        _pods.Enter();
        var first = _pods.NextAsync();
        _pods.NextAsync().ShouldBeSameAs(first);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var later = _pods.NextAsync();
        later.ShouldNotBeSameAs(first);

        _time.Advance(TimeSpan.FromMilliseconds(20));
        (first.IsCompleted, later.IsCompleted).ShouldBe((true, false));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        later.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Watchers_of_other_resources_are_no_crowd()
    {
        _pods.Enter();
        _pacing.Of(new GroupResource("", "nodes")).Enter();
        _pods.NextAsync().IsCompleted.ShouldBeTrue();
        _pacing.Watchers.ShouldBe(2);
    }
}

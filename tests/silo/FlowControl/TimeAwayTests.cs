using Orleans.Kube.Silo.FlowControl;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.FlowControl;

public sealed class TimeAwayTests
{
    private const long Start = 1_000;

    [Theory]
    // Each number is how many are turned away in a second, beside the first of the next; what is told is what that one hears.
    [InlineData(new[] { 1, 1, 1 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 2, 1, 1 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 3, 3, 3, 3 }, new[] { 2, 2, 4, 4 })]
    [InlineData(new[] { 9, 1, 1, 1, 1 }, new[] { 2, 2, 2, 2, 2 })]
    [InlineData(new[] { 9, 9, 9, 9, 9, 9, 9 }, new[] { 2, 2, 4, 4, 4, 4, 8 })]
    [InlineData(new[] { 9, 9, 9, 0, 0, 0, 0, 0, 0 }, new[] { 2, 2, 2, 2, 2, 2, 2, 2, 1 })]
    public void It_grows_while_many_are_turned_away_and_shrinks_afterwards(int[] refused, int[] told)
    {
        var away = new TimeAway();
        var heard = new List<int>();
        for (var second = 0; second < refused.Length; second++)
        {
            for (var i = 0; i < refused[second]; i++) away.Note(Start + second);
            if (second + 1 == refused.Length || refused[second + 1] > 0) away.Note(Start + second + 1);
            heard.Add(away.Seconds);
        }

        heard.ShouldBe(told);
    }

    [Fact]
    public void It_is_half_a_minute_at_most()
    {
        var away = new TimeAway();
        for (var second = Start; second < Start + 300; second++)
            for (var i = 0; i < 100; i++) away.Note(second);

        away.Seconds.ShouldBe(32);
    }
}

using Orleans.Kube.NodeAgent.Tests.Pods;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Tests.Usage;

public sealed class CpuRatesTests
{
    private const long Second = 1_000_000_000;
    private readonly CpuRates _rates = new();

    [Fact]
    public void A_rate_needs_a_look_before()
    {
        Note(0, 0).ShouldBeNull();
        Note(10, 5 * Second).ShouldBe(Second / 2);
        Note(20, 15 * Second).ShouldBe(Second);
    }

    [Fact]
    public void Looks_in_quick_succession_do_not_make_the_span_short()
    {
        Note(0, 0);
        Note(10, 5 * Second);
        Note(11, 6 * Second).ShouldBe(6 * Second / 11);
        Note(12, 6 * Second).ShouldBe(Second / 2);
        Note(15, 10 * Second).ShouldBe(Second);
    }

    [Fact]
    public void What_counts_anew_has_no_rate()
    {
        Note(0, 50 * Second);
        Note(10, Second).ShouldBeNull();
        Note(20, 2 * Second).ShouldBe(Second / 10);
    }

    [Fact]
    public void What_was_long_not_looked_at_has_no_rate()
    {
        Note(0, 0);
        Note(3600, Second).ShouldBeNull();
    }

    private long? Note(int seconds, long used) => _rates.Note("c", PodScene.Noon.AddSeconds(seconds), used);
}

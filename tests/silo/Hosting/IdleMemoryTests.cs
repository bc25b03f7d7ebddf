using Orleans.Kube.Hosting;

namespace Orleans.Kube.Tests.Silo;

public sealed class IdleMemoryTests
{
    private const long Megabyte = 1 << 20;

    private readonly IdleMemory _memory = new(TimeProvider.System);

    [Theory]
    // Megabytes allocated in each interval, and what is collected after it: the whole heap (W) or its youngest objects (Y).
    [InlineData("100 1 1 1", "-W--")]
    [InlineData("100 100 7 100 0 0", "--W-W-")]
    [InlineData("1 1 7 1", "--Y-")]
    [InlineData("100 3 3 3 1 1 1 1 3", "-W-Y---Y-")]
    [InlineData("100 100 100", "---")]
    public void A_burst_is_cleared_away_once_when_it_is_over_and_then_what_a_quiet_process_leaves(string allocations, string expected)
    {
        var (total, due) = (0L, "");
        foreach (var megabytes in allocations.Split(' ').Select(int.Parse))
        {
            total += megabytes * Megabyte;
            var collection = _memory.Due(total, 60 * Megabyte);
            due += collection switch { IdleMemory.Collection.Whole => 'W', IdleMemory.Collection.Young => 'Y', _ => '-' };
            if (collection == IdleMemory.Collection.None) continue;
            // To clear away takes memory too, which is no reason to do it again.
            total += 6 * Megabyte;
            _memory.Cleared(total);
        }

        due.ShouldBe(expected);
    }

    [Fact]
    public void A_large_heap_is_let_be()
    {
        _memory.Due(1000 * Megabyte, 900 * Megabyte);
        _memory.Due(1001 * Megabyte, 900 * Megabyte).ShouldBe(IdleMemory.Collection.None);
    }
}

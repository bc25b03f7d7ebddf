using Orleans.Kube.Hosting;

namespace Orleans.Kube.Tests.Silo;

public sealed class IdleMemoryTests
{
    private const long Megabyte = 1 << 20;

    private readonly IdleMemory _memory = new(TimeProvider.System);

    [Theory]
    // Megabytes allocated in each interval, and after which of them the room is given back.
    [InlineData("100 1 1 1", "2")]
    [InlineData("100 100 15 100 0 0", "3 5")]
    [InlineData("1 1 15 1", "")]
    [InlineData("100 100 100", "")]
    public void A_burst_is_cleared_away_once_when_it_is_over(string allocations, string expected)
    {
        var (total, due) = (0L, new List<int>());
        foreach (var (index, megabytes) in allocations.Split(' ').Select(int.Parse).Index())
        {
            total += megabytes * Megabyte;
            if (_memory.IsDue(total, 60 * Megabyte)) due.Add(index + 1);
        }

        string.Join(' ', due).ShouldBe(expected);
    }

    [Fact]
    public void A_large_heap_is_let_be()
    {
        _memory.IsDue(1000 * Megabyte, 900 * Megabyte);
        _memory.IsDue(1001 * Megabyte, 900 * Megabyte).ShouldBeFalse();
    }
}

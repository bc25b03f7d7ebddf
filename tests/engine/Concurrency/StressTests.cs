using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Concurrency;

public class StressTests
{
    [Fact]
    public async Task Under_a_storm_of_calls_and_deactivations_every_call_is_answered_and_no_grain_is_there_twice()
    {
        const int Callers = 16;
        const int Calls = 3_000;
        await using var engine = await Behaviour.Engine.StartAsync();

        var sums = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var sum = 0L;
            for (var i = 0; i < Calls; i++)
            {
                sum += await CallAsync(engine, (caller + i) % 7, i);
            }

            return sum;
        })));

        sums.ShouldAllBe(sum => sum == (long)Calls * (Calls - 1) / 2);
        await engine.Silo.StopAsync();
        RestlessGrain.FlawsSeen.ShouldBe(0);
        RestlessGrain.AnyAlive.ShouldBeFalse();
    }

    // A grain that leaves all the time may be met leaving too often in a row: the engine says so, and the caller tries again.
    private static async Task<int> CallAsync(Behaviour.Engine engine, int grain, int number)
    {
        while (true)
        {
            try
            {
                return await engine.Get<IRestlessGrain>("restless-" + grain).Work(number, number % 2 == 0);
            }
            catch (OrleansMessageRejectionException rejection) when (rejection is not SiloUnavailableException)
            {
                await Task.Yield();
            }
        }
    }
}

using Orleans.Concurrency;

namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<string> Describe(string prefix, int times, CancellationToken cancellation);

    ValueTask Touch();

    Task<int> AddSlowly(int amount, string gate);

    [AlwaysInterleave]
    Task<int> Peek();

    [ReadOnly]
    Task Look(string gate);

    [OneWay]
    Task Shout(string word);

    Task Fail(string message);

    Task FailLate(string message);

    Task<int> Cancelled();

    Task Forget();
}

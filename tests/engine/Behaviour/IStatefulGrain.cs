namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IStatefulGrain : IGrainWithStringKey
{
    Task<int> Get();

    Task Set(int value);

    Task Clear();

    Task<(string? ETag, bool Exists)> Tag();

    Task Forget();
}

namespace Orleans.Kube.Engine.Tests.Concurrency;

internal interface IRestlessGrain : IGrainWithStringKey
{
    Task<int> Work(int number, bool pause);
}

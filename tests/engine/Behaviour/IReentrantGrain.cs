namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IReentrantGrain : IGrainWithStringKey
{
    Task Meet(string gate);

    Task<int> TurnsAtOnce(int rounds);
}

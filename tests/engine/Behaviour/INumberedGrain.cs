namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface INumberedGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

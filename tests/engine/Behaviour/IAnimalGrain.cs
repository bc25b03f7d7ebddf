namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IAnimalGrain : IGrainWithStringKey
{
    Task<string> Sound();
}

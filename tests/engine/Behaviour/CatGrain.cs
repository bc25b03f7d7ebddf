namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class CatGrain : Grain, IAnimalGrain
{
    public Task<string> Sound() => Task.FromResult(this.GetPrimaryKeyString() + " meows");
}

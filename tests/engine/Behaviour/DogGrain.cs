namespace Orleans.Kube.Engine.Tests.Behaviour;

[GrainType("hound")]
internal sealed class DogGrain : Grain, IAnimalGrain
{
    public Task<string> Sound() => Task.FromResult(this.GetPrimaryKeyString() + " barks");
}

using Orleans.Runtime;

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A grain that does not derive from <see cref="Grain"/>.</summary>
internal sealed class NumberedGrain(IGrainContext context) : IGrainBase, INumberedGrain
{
    public IGrainContext GrainContext { get; } = context;

    public Task<long> Key() => Task.FromResult(((INumberedGrain)GrainContext.GrainInstance!).GetPrimaryKeyLong());
}

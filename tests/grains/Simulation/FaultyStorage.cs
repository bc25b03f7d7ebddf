using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Grains.Tests;

/// <summary>A grain storage whose calls are lost now and then: before they do anything, or with their answer after it is done.</summary>
public sealed class FaultyStorage(IGrainStorage inner, Faults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => LoseAsync(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => LoseAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task LoseAsync(Func<Task> call)
    {
        if (faults.Strikes()) throw new IOException("the call was lost");
        await call();
        if (faults.Strikes()) throw new IOException("the answer was lost");
    }
}

using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A storage in memory, conditional on ETags like a real one.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), (object? State, int Version)> _records = new();

    public int Reads;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref Reads);
        if (_records.TryGetValue((stateName, grainId), out var record))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)record.State!, record.Version.ToString(), true);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        Check(stateName, grainId, grainState.ETag);
        var version = int.Parse(grainState.ETag ?? "0") + 1;
        _records[(stateName, grainId)] = (grainState.State, version);
        (grainState.ETag, grainState.RecordExists) = (version.ToString(), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Check(stateName, grainId, grainState.ETag);
        _records.TryRemove((stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    /// <summary>Another writer's write.</summary>
    public void Overwrite(string stateName, GrainId grainId, object state) =>
        _records.AddOrUpdate((stateName, grainId), (state, 1), (_, old) => (state, old.Version + 1));

    private void Check(string stateName, GrainId grainId, string? tag)
    {
        var stored = _records.TryGetValue((stateName, grainId), out var record) ? record.Version.ToString() : null;
        if (stored != tag)
        {
            throw new InconsistentStateException("The stored version is another.", stored, tag);
        }
    }
}

using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Engine;

/// <summary>A grain's state in its storage.</summary>
internal sealed class PersistentState<TState>(string name, Activation activation, IGrainStorage storage) : IPersistentState<TState>, ILoadableState
{
    private static readonly Func<TState> NewState = typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is null
        ? static () => default!
        : Activator.CreateInstance<TState>;

    private readonly GrainState<TState> _stored = new(NewState());

    public TState State
    {
        get => _stored.State;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _stored.RecordExists;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, activation.GrainId, _stored);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        storage.ReadStateAsync(name, activation.GrainId, _stored, cancellationToken);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, activation.GrainId, _stored);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        storage.WriteStateAsync(name, activation.GrainId, _stored, cancellationToken);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, activation.GrainId, _stored);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        storage.ClearStateAsync(name, activation.GrainId, _stored, cancellationToken);

    public Task LoadAsync(CancellationToken cancellation) => ReadStateAsync(cancellation);
}

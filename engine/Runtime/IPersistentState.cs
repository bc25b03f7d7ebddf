using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's state in a storage, injected by <see cref="PersistentStateAttribute"/> and read before the grain activates.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

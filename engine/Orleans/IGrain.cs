using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks an interface whose methods are calls to a grain: they return a task and their arguments cross by reference.</summary>
public interface IGrain : IAddressable;

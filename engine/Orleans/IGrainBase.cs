using Orleans.Runtime;

namespace Orleans;

/// <summary>What the engine tells a grain about its life: implement it, or derive from <see cref="Grain"/>.</summary>
public interface IGrainBase
{
    /// <summary>The activation this object is the grain of.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call, after persistent state was read. If it throws, the waiting callers get that exception
    /// and the next call makes a fresh activation.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call, before the activation is forgotten. What it throws is logged.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

namespace Orleans.Kube.Benchmarks.Engine;

/// <inheritdoc cref="INoOpGrain"/>
public sealed class NoOpGrain : Grain, INoOpGrain
{
    /// <inheritdoc/>
    public Task NoOp() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task NoOpAfterAwait() => await Task.Yield();
}

namespace Orleans.Kube.Benchmarks.Engine;

/// <summary>A grain that does nothing, to measure what a call costs.</summary>
public interface INoOpGrain : IGrainWithStringKey
{
    /// <summary>Does nothing.</summary>
    Task NoOp();

    /// <summary>Does nothing after it waited once.</summary>
    Task NoOpAfterAwait();
}

namespace Orleans.Kube.Benchmarks;

/// <summary>One thing to measure. Every class of this assembly that implements it and has a parameterless constructor can be run by name.</summary>
public interface IBenchmark
{
    /// <summary>What the command line calls it: <c>bench NAME</c>.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures, and reports rows to the context.</summary>
    Task RunAsync(BenchmarkContext context);
}

namespace Orleans.Kube.Grains.Tests;

/// <summary>How often something goes wrong. Safe for use from any thread.</summary>
public sealed class Faults(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _chance = new(seed);

    /// <summary>The share of calls that are lost, from 0 to 1.</summary>
    public double Share { get; set; }

    public bool Strikes()
    {
        lock (_lock) return Share > 0 && _chance.NextDouble() < Share;
    }
}

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A stored state; immutable, as states that cross by reference should be.</summary>
internal sealed record Tally
{
    public int Value { get; init; } = -1;
}

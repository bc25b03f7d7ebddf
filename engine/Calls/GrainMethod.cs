namespace Orleans.Kube.Engine;

/// <summary>A method of a grain interface, as far as a call needs to know it.</summary>
internal abstract class GrainMethod
{
    private protected GrainMethod()
    {
    }

    internal required string Name { get; init; }

    internal required bool IsOneWay { get; init; }

    internal required Interleaving Interleaving { get; init; }
}

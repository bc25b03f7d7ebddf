namespace Orleans.Kube.Engine;

/// <summary>A grain interface ready for calls: its methods, and how to make a proxy of it.</summary>
internal sealed class GrainInterface(string name)
{
    public string Name { get; } = name;

    /// <summary>The methods by the numbers that the proxy knows them by.</summary>
    public required GrainMethod[] Methods { get; init; }

    public required Func<GrainClass, string, GrainInterface, GrainProxy> NewProxy { get; init; }
}

namespace Orleans.Kube.Engine;

/// <summary>A method of a grain interface with the code that calls it on a grain.</summary>
internal sealed class GrainMethod<TArguments> : GrainMethod
{
    public required GrainInvoker<TArguments> Invoker { get; init; }
}

namespace Orleans.Kube.Engine;

/// <summary>The rest of a method after an <c>await</c>, come back to its activation.</summary>
internal sealed class Continuation(SendOrPostCallback callback, object? state) : WorkItem
{
    public override void Run(Activation activation) => callback(state);
}

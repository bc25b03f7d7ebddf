namespace Orleans.Kube.Engine;

/// <summary>Something an activation does in one turn. Items link to each other, so a queue costs nothing while it is empty.</summary>
internal abstract class WorkItem
{
    internal WorkItem? Next;

    /// <summary>Runs in a turn of the activation it was sent to.</summary>
    public abstract void Run(Activation activation);
}

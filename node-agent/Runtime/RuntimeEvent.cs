namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Something happened to a container of a pod. What, is to be looked up: events only say where to look.</summary>
public sealed record RuntimeEvent(string PodUid)
{
    /// <summary>The stream of events has begun; whatever happened before must be looked up.</summary>
    public static RuntimeEvent Connected { get; } = new("");
}

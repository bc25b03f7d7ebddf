namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Where a container is in its life.</summary>
public enum RuntimeState
{
    Created,
    Running,
    Exited,
}

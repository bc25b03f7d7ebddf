using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>One thing to do for a pod.</summary>
public abstract record PodAction
{
    private PodAction()
    {
    }

    /// <summary>Make and start a sandbox.</summary>
    public sealed record RunSandbox(int Attempt) : PodAction;

    /// <summary>Get the image, make the container and start it.</summary>
    /// <param name="Container">What to start.</param>
    /// <param name="Kind">Its part in the pod.</param>
    /// <param name="Attempt">How often it was started before.</param>
    /// <param name="BackOff">The wait that the next restart will have; null for a first start.</param>
    public sealed record Start(Container Container, ContainerKind Kind, int Attempt, RestartBackOff? BackOff) : PodAction
    {
        /// <summary>The id of the container whose processes an ephemeral one is to see: null for its own alone, empty where the one that it names is not there.</summary>
        public string? TargetId { get; init; }
    }

    /// <summary>End a container, after its preStop hook, within the grace period.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="Name">Its name in the pod.</param>
    /// <param name="Message">Why, for the event; empty for the plain message.</param>
    /// <param name="Grace">How long it may take, its wait for others included.</param>
    /// <param name="Turn">It ends when those of earlier turns have, or its time is nearly over.</param>
    /// <param name="IsReplaced">Whether another run follows, however this one ends.</param>
    public sealed record Stop(string Id, string Name, string Message, TimeSpan Grace, int Turn = 0, bool IsReplaced = false) : PodAction;

    /// <summary>Change what a running container may use.</summary>
    public sealed record Resize(string Id, string Name, ContainerResources Resources) : PodAction;

    /// <summary>End a sandbox and give its address back; its containers have ended.</summary>
    public sealed record StopSandbox(string Id) : PodAction;

    /// <summary>Remove a container or sandbox that has ended.</summary>
    public sealed record Remove(string Id) : PodAction;

    /// <summary>End the pod for good.</summary>
    public sealed record GiveUp(PodVerdict Verdict) : PodAction;

    /// <summary>Nothing runs any more: remove all that the pod had here and tell the API server that it may go.</summary>
    public sealed record Finish : PodAction;
}

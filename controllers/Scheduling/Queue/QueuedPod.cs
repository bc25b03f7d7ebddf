namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A pod that waits for a node.</summary>
public sealed class QueuedPod
{
    internal QueuedPod(PodDemand demand, DateTimeOffset since, long order) => (Demand, Since, Order) = (demand, since, order);

    internal enum Place
    {
        /// <summary>Not in the queue: being placed, or gone.</summary>
        Out,
        Active,
        BackingOff,
        Unschedulable,
    }

    public PodDemand Demand { get; internal set; }

    /// <summary>How often it has been tried.</summary>
    public int Attempts { get; internal set; }

    internal DateTimeOffset Since { get; }

    internal long Order { get; }

    internal Place Where { get; set; }

    /// <summary>When the wait after the last attempt ends.</summary>
    internal DateTimeOffset BackoffUntil { get; set; }

    /// <summary>When it was found to fit nowhere.</summary>
    internal DateTimeOffset ParkedAt { get; set; }

    internal ClusterChanges Heals { get; set; }
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Where the statuses of pods go.</summary>
public interface IPodStatusSink
{
    /// <summary>The pod's status is now this. Only the newest one matters; never waits.</summary>
    void Report(Pod pod, PodStatus status);

    /// <summary>The API server shows the pod like this; where its status is not what was reported last, that is said again.</summary>
    void See(Pod pod);

    /// <summary>Nothing of a deleted pod is left on the node: the object may go. Completes when it has gone.</summary>
    Task FinishAsync(Pod pod, PodStatus status, CancellationToken cancellationToken);

    /// <summary>The pod is no more.</summary>
    void Forget(string uid);
}

using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Whose log is meant, by the status of a container, and in kubelet's words why there is none. Pure.</summary>
internal static class LoggedContainer
{
    /// <summary>The id of the run whose log is meant; null where the message says why there is none.</summary>
    /// <param name="pod">The pod's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="status">What is known of it.</param>
    /// <param name="previous">Whether the run before is meant, which of a container that waits for its next run is the last.</param>
    public static (string? Id, string Message) Of(string pod, string container, ContainerStatus? status, bool previous)
    {
        var who = $"container \"{container}\" in pod \"{pod}\"";
        if (status is null) return (null, $"{who} is not available");
        var last = status.LastState.Terminated;
        if (previous) return last is { ContainerID.Length: > 0 } ? (last.ContainerID, "") : (null, $"previous terminated {who} not found");
        if (status.State.Running is not null) return (status.ContainerID, "");
        if (status.State.Terminated is { ContainerID.Length: > 0 } ended) return (ended.ContainerID, "");
        if (last is { ContainerID.Length: > 0 }) return (last.ContainerID, "");
        if (status.State.Terminated is not null || last is not null) return (null, $"{who} is terminated");
        return (null, status.State.Waiting?.Reason switch
        {
            "ErrImagePull" => $"{who} is waiting to start: image can't be pulled",
            "ImagePullBackOff" => $"{who} is waiting to start: trying and failing to pull image",
            { } reason => $"{who} is waiting to start: {reason}",
            null => $"{who} is waiting to start - no logs yet",
        });
    }
}

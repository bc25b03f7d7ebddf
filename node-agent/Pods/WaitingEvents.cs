using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Tells when a container begins to wait: for its next restart or its next pull.</summary>
internal static class WaitingEvents
{
    public static void Record(IEventRecorder events, Pod pod, PodStatus? before, PodStatus after)
    {
        foreach (var status in after.InitContainerStatuses.Concat(after.ContainerStatuses))
        {
            var reason = status.State.Waiting?.Reason;
            if (reason is null || reason == ReasonIn(before, status.Name)) continue;
            if (reason == "CrashLoopBackOff")
                events.Warning(pod, status.Name, "BackOff", $"Back-off restarting failed container {status.Name} in pod {ContainerSpecBuilder.PodOf(pod)}");
            if (reason != "ImagePullBackOff") continue;
            events.Normal(pod, status.Name, "BackOff", $"Back-off pulling image \"{status.Image}\"");
            events.Warning(pod, status.Name, "Failed", "Error: ImagePullBackOff");
        }
    }

    private static string? ReasonIn(PodStatus? status, string container) =>
        status?.InitContainerStatuses.Concat(status.ContainerStatuses).FirstOrDefault(s => s.Name == container)?.State.Waiting?.Reason;
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Tells when a container of a pod waits for its next restart or its next pull, and tells it again as often as kubelet looks at such a pod.</summary>
internal sealed class WaitingEvents(IEventRecorder events)
{
    private const string ImagePullBackOff = "ImagePullBackOff";

    /// <summary>kubelet looks after 10 to 15 seconds.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(12);

    private readonly Dictionary<string, (string Reason, DateTimeOffset At)> _told = [];

    /// <summary>Records what there is to tell, and returns when there is again; null while nothing waits.</summary>
    public DateTimeOffset? Record(Pod pod, PodStatus status, DateTimeOffset now)
    {
        foreach (var container in status.InitContainerStatuses.Concat(status.ContainerStatuses).Concat(status.EphemeralContainerStatuses))
        {
            var reason = container.State.Waiting?.Reason;
            if (reason is not (ContainerStatuses.CrashLoop or ImagePullBackOff)) _told.Remove(container.Name);
            else if (!_told.TryGetValue(container.Name, out var told) || told.Reason != reason || now < told.At || now - told.At >= Pause)
            {
                Tell(pod, container, reason);
                _told[container.Name] = (reason, now);
            }
        }

        return _told.Count == 0 ? null : _told.Values.Min(static t => t.At) + Pause;
    }

    private void Tell(Pod pod, ContainerStatus container, string reason)
    {
        if (reason == ContainerStatuses.CrashLoop)
        {
            events.Warning(pod, container.Name, "BackOff", $"Back-off restarting failed container {container.Name} in pod {ContainerSpecBuilder.PodOf(pod)}");
            return;
        }

        events.Normal(pod, container.Name, "BackOff", $"Back-off pulling image \"{container.Image}\"");
        events.Warning(pod, container.Name, "Failed", "Error: ImagePullBackOff");
    }
}

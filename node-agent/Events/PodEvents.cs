using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Events;

/// <summary>Events about a pod and its containers.</summary>
public static class PodEvents
{
    public static void Normal(this IEventRecorder events, Pod pod, string reason, string message) => events.Record(About(pod, ""), "Normal", reason, message);

    public static void Warning(this IEventRecorder events, Pod pod, string reason, string message) => events.Record(About(pod, ""), "Warning", reason, message);

    /// <summary>Tells why the node ends a pod.</summary>
    public static void Warning(this IEventRecorder events, Pod pod, PodVerdict verdict) => events.Record(About(pod, ""), "Warning", verdict.Reason, verdict.Message, verdict.Annotations);

    public static void Normal(this IEventRecorder events, Pod pod, string container, string reason, string message) =>
        events.Record(About(pod, Path(pod, container)), "Normal", reason, message);

    public static void Warning(this IEventRecorder events, Pod pod, string container, string reason, string message) =>
        events.Record(About(pod, Path(pod, container)), "Warning", reason, message);

    private static string Path(Pod pod, string container) =>
        PodContainers.Find(pod.Spec, container) is var (_, kind) ? PodContainers.FieldPath(container, kind) : "";

    private static ObjectReference About(Pod pod, string path) => new()
    {
        ApiVersion = "v1", Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid,
        ResourceVersion = pod.Metadata.ResourceVersion, FieldPath = path,
    };
}

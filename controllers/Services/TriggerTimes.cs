using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// When the service and the readiness of its pods last changed. The earliest change that its endpoints did not show yet is written with them, so
/// that a proxy can tell how long it took until traffic followed.
/// </summary>
/// <param name="Service">When the service was made.</param>
/// <param name="Pods">When each pod became ready or unready, by its name.</param>
public sealed record TriggerTimes(DateTimeOffset? Service, IReadOnlyDictionary<string, DateTimeOffset> Pods)
{
    /// <summary>The annotation of Endpoints and slices.</summary>
    public const string Annotation = "endpoints.kubernetes.io/last-change-trigger-time";

    public static TriggerTimes Of(ServiceView view)
    {
        var pods = new Dictionary<string, DateTimeOffset>();
        foreach (var pod in view.Pods)
            if (pod.Condition(PodConditionType.Ready)?.LastTransitionTime is { } time) pods[pod.Metadata.Name] = time;
        return new TriggerTimes(view.Service.Metadata.CreationTimestamp, pods);
    }

    /// <summary>The earliest change that is not among those known before, or null.</summary>
    /// <param name="known">What the endpoints show; null when that was forgotten.</param>
    /// <param name="view">The endpoints: those of a new service show its making.</param>
    public DateTimeOffset? Since(TriggerTimes? known, ServiceView view)
    {
        if (known is null) return view.Slices.Count == 0 && view.Endpoints is null ? Service : null;
        var changed = Pods.Where(pod => !known.Pods.TryGetValue(pod.Key, out var time) || pod.Value > time).Select(static pod => (DateTimeOffset?)pod.Value);
        return (Service > known.Service ? changed.Append(Service) : changed).Min();
    }

    /// <summary>The annotations with this trigger, or with none.</summary>
    public static IReadOnlyDictionary<string, string> Annotate(IReadOnlyDictionary<string, string> annotations, DateTimeOffset? trigger) =>
        trigger is { } time ? annotations.With(Annotation, Timestamp.Text(time)) : annotations.Without(Annotation);
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Runtime;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>How far the resources of running containers are from those that the pod asks for. Pure.</summary>
internal static class PodResizes
{
    /// <summary>The reason of a resize that the runtime refused.</summary>
    public const string Failed = "Error";

    /// <summary>What a running container should be allowed, or null where it is or the runtime does not tell.</summary>
    public static ContainerResources? Wanted(PodView view, Container container, RuntimeContainer running)
    {
        var wanted = QualityOfService.Resources(view.Pod.Spec, container);
        return running.Resources is null || running.Resources.Grants(wanted) ? null : wanted;
    }

    /// <summary>Whether the container has to be started anew for it.</summary>
    public static bool NeedsRestart(Container container, ContainerResources now, ContainerResources wanted) =>
        (!now.HasCpuOf(wanted) && Restarts(container, ResourceName.Cpu)) || (now.Memory != wanted.Memory && Restarts(container, ResourceName.Memory));

    /// <summary>What the pod's conditions say of a resize: that it waits, that it is under way, or nothing.</summary>
    public static IEnumerable<PodCondition> Conditions(PodView view)
    {
        if (view.Memory.ResizeHeld is { } held) yield return Condition(PodConditionType.PodResizePending, held.Reason, held.Message);
        else if (view.Pod.Spec.Containers.Any(c => view.Latest(c.Name) is { State: RuntimeState.Running } running && Wanted(view, c, running) is not null))
            yield return Condition(PodConditionType.PodResizeInProgress, view.Memory.ResizeTroubles.Values.FirstOrDefault()?.Reason ?? "", view.Memory.ResizeTroubles.Values.FirstOrDefault()?.Message ?? "");
    }

    /// <summary>Whether two states of a pod ask for different resources.</summary>
    public static bool Differ(PodSpec one, PodSpec other) => !Structural.Equal(Asked(one), Asked(other));

    private static IReadOnlyList<ResourceRequirements> Asked(PodSpec spec) => [.. spec.InitContainers.Concat(spec.Containers).Select(static c => c.Resources)];

    private static bool Restarts(Container container, string resource) =>
        container.ResizePolicy.Any(p => p.ResourceName == resource && p.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer);

    private static PodCondition Condition(string type, string reason, string message) =>
        new() { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message };
}

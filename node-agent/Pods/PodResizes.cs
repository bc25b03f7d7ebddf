using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>How far the resources of running containers are from those that the node has set aside for them. Pure.</summary>
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

    /// <summary>Whether something has to be done about a running container.</summary>
    public static bool IsUnderWay(PodView view, Container container, RuntimeContainer running) =>
        Wanted(view, container, running) is not null || NeedsRestart(view, container, running);

    /// <summary>Whether the container has to be started anew for it. Of a request for memory the kernel knows nothing: what was reported last tells.</summary>
    public static bool NeedsRestart(PodView view, Container container, RuntimeContainer running)
    {
        if (container.ResizePolicy.Count == 0 || running.Resources is not { } now) return false;
        var wanted = QualityOfService.Resources(view.Pod.Spec, container);
        return (!now.HasCpuOf(wanted) && Restarts(container, ResourceName.Cpu))
            || ((now.Memory != wanted.Memory || AsksForOtherMemory(view, container, running)) && Restarts(container, ResourceName.Memory));
    }

    /// <summary>What the pod's conditions say of a resize: that it waits, and that one is under way.</summary>
    public static IEnumerable<PodCondition> Conditions(PodView view, string phase)
    {
        if (phase is PodPhase.Succeeded or PodPhase.Failed) yield break;
        if (view.Memory.ResizeHeld is { } held) yield return Condition(PodConditionType.PodResizePending, held.Reason, held.Message);
        if (!Resizable(view.Pod.Spec).Any(c => view.Latest(c.Name) is { State: RuntimeState.Running } running && IsUnderWay(view, c, running))) yield break;
        var trouble = view.Memory.ResizeTroubles.OrderBy(static t => t.Key, StringComparer.Ordinal).Select(static t => t.Value).FirstOrDefault();
        yield return Condition(PodConditionType.PodResizeInProgress, trouble?.Reason ?? "", trouble?.Message ?? "");
    }

    private static IEnumerable<Container> Resizable(PodSpec spec) =>
        spec.InitContainers.Where(static c => PodContainers.KindOfInit(c) == ContainerKind.Sidecar).Concat(spec.Containers);

    private static bool AsksForOtherMemory(PodView view, Container container, RuntimeContainer running) =>
        view.Reported(container.Name) is { Resources: { } reported } status && status.ContainerID == $"docker://{running.Id}"
        && Memory(reported) != Memory(container.Resources);

    private static Quantity Memory(ResourceRequirements resources) => resources.Requests.GetValueOrDefault(ResourceName.Memory);

    private static bool Restarts(Container container, string resource) =>
        container.ResizePolicy.Any(p => p.ResourceName == resource && p.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer);

    private static PodCondition Condition(string type, string reason, string message) =>
        new() { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message };
}

using Orleans.Kube.Model.Core;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>The status of a pod whose containers all run: what a node writes a moment after it started them.</summary>
public static class SimulatedStatus
{
    private static readonly string[] Conditions =
    [
        PodConditionType.PodReadyToStartContainers, PodConditionType.Initialized, PodConditionType.Ready, PodConditionType.ContainersReady,
        PodConditionType.PodScheduled,
    ];

    public static PodStatus Running(SimulatedPod pod, string hostIP, string podIP, DateTimeOffset now) => new()
    {
        Phase = PodPhase.Running,
        HostIP = hostIP,
        HostIPs = [new HostIP { Ip = hostIP }],
        PodIP = podIP,
        PodIPs = [new PodIP { Ip = podIP }],
        StartTime = now,
        Conditions = [.. Conditions.Select(type => new PodCondition { Type = type, Status = Holds(type, pod), LastTransitionTime = now })],
        InitContainerStatuses = [.. pod.Spec.InitContainers.Select(c => Status(pod, c, new ContainerState
        {
            Terminated = new ContainerStateTerminated { Reason = "Completed", StartedAt = now, FinishedAt = now, ContainerID = Id(pod, c) },
        }))],
        ContainerStatuses = [.. pod.Spec.Containers.Select(c => Status(pod, c, new ContainerState { Running = new ContainerStateRunning { StartedAt = now } }) with
        {
            Started = true,
        })],
    };

    private static string Holds(string condition, SimulatedPod pod) =>
        condition == PodConditionType.Ready && pod.Spec.ReadinessGates.Count > 0 ? ConditionStatus.False : ConditionStatus.True;

    private static ContainerStatus Status(SimulatedPod pod, SimulatedPod.ContainerPart container, ContainerState state) => new()
    {
        Name = container.Name, Image = container.Image, ImageID = $"simulated://{container.Image}", ContainerID = Id(pod, container), Ready = true, State = state,
    };

    private static string Id(SimulatedPod pod, SimulatedPod.ContainerPart container) => $"simulated://{pod.Metadata.Uid}/{container.Name}";
}

using Orleans.Kube.Model.Core;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The conditions of a pod that the node owns; others' are kept, transitions keep their time.</summary>
internal static class PodConditions
{
    private static readonly string[] Owned =
    [
        PodConditionType.PodReadyToStartContainers, PodConditionType.Initialized, PodConditionType.Ready, PodConditionType.ContainersReady,
        PodConditionType.PodScheduled, PodConditionType.PodResizePending, PodConditionType.PodResizeInProgress,
    ];

    /// <summary>Whether nobody but the node writes this condition: where the node does not, there is none.</summary>
    public static bool IsOwned(string type) => Owned.Contains(type);

    /// <summary>What the node worked out, and of the rest what the API server has now: a gate may have been closed, or its condition removed.</summary>
    public static IReadOnlyList<PodCondition> Merge(IReadOnlyList<PodCondition> server, IReadOnlyList<PodCondition> own) =>
    [
        .. own.Where(o => IsOwned(o.Type) || (o.Type == PodConditionType.DisruptionTarget && !server.Any(c => c.Type == o.Type))),
        .. server.Where(static c => !IsOwned(c.Type)),
    ];

    public static IReadOnlyList<PodCondition> Of(PodView view, string phase, IReadOnlyList<ContainerStatus> inits, IReadOnlyList<ContainerStatus> mains)
    {
        var containers = ContainersReady(view, phase, inits, mains);
        PodCondition[] current =
        [
            Condition(PodConditionType.PodReadyToStartContainers, view.SandboxRuns, "", ""),
            Initialized(view, phase, inits, mains),
            Ready(view, containers),
            containers,
            Condition(PodConditionType.PodScheduled, true, "", ""),
            .. PodResizes.Conditions(view, phase),
        ];
        if (phase == PodPhase.Failed && view.Memory.Verdict is { Disruption: { } disruption })
            current = [.. current, Condition(PodConditionType.DisruptionTarget, true, "TerminationByKubelet", disruption)];
        var before = view.Pod.Status.Conditions;
        return
        [
            .. current.Select(c => Timed(c, before.FirstOrDefault(b => b.Type == c.Type && b.Status == c.Status), view.Now)),
            .. before.Where(b => !Owned.Contains(b.Type) && !current.Any(c => c.Type == b.Type)),
        ];
    }

    /// <summary>A condition keeps its time while its status does; one of a resize, which is only ever true, while its reason does.</summary>
    private static PodCondition Timed(PodCondition condition, PodCondition? before, DateTimeOffset now)
    {
        if (condition.Type is not (PodConditionType.PodResizePending or PodConditionType.PodResizeInProgress))
            return condition with { LastTransitionTime = before?.LastTransitionTime ?? now };
        var same = before?.Reason == condition.Reason ? before : null;
        return condition with { LastTransitionTime = same?.LastTransitionTime ?? now, LastProbeTime = same?.Message == condition.Message ? same.LastProbeTime : now };
    }

    private static PodCondition Initialized(PodView view, string phase, IReadOnlyList<ContainerStatus> inits, IReadOnlyList<ContainerStatus> mains)
    {
        if (phase == PodPhase.Succeeded) return Condition(PodConditionType.Initialized, true, "PodCompleted", "");
        var incomplete = inits.Where((s, i) => PodContainers.KindOfInit(view.Pod.Spec.InitContainers[i]) == ContainerKind.Sidecar ? s.Started != true : !s.Ready)
            .Select(s => s.Name).ToList();
        var started = mains.Any(static s => s.State.Running is not null || s.State.Terminated is not null);
        return incomplete.Count == 0 || started
            ? Condition(PodConditionType.Initialized, true, "", "")
            : Condition(PodConditionType.Initialized, false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
    }

    private static PodCondition ContainersReady(PodView view, string phase, IReadOnlyList<ContainerStatus> inits, IReadOnlyList<ContainerStatus> mains)
    {
        if (phase == PodPhase.Succeeded) return Condition(PodConditionType.ContainersReady, false, "PodCompleted", "");
        if (phase == PodPhase.Failed) return Condition(PodConditionType.ContainersReady, false, "PodFailed", "");
        var sidecars = inits.Where((_, i) => PodContainers.KindOfInit(view.Pod.Spec.InitContainers[i]) == ContainerKind.Sidecar);
        var unready = sidecars.Concat(mains).Where(s => !s.Ready).Select(s => s.Name).ToList();
        return unready.Count == 0
            ? Condition(PodConditionType.ContainersReady, true, "", "")
            : Condition(PodConditionType.ContainersReady, false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static PodCondition Ready(PodView view, PodCondition containers)
    {
        if (containers.Status != ConditionStatus.True) return containers with { Type = PodConditionType.Ready };
        var gates = view.Pod.Spec.ReadinessGates.Select(g => (g.ConditionType, Found: view.Pod.Status.Conditions.FirstOrDefault(c => c.Type == g.ConditionType)));
        var closed = gates.Where(g => g.Found?.Status != ConditionStatus.True)
            .Select(g => g.Found is null
                ? $"corresponding condition of pod readiness gate \"{g.ConditionType}\" does not exist."
                : $"the status of pod readiness gate \"{g.ConditionType}\" is not \"True\", but {g.Found.Status}")
            .ToList();
        return closed.Count == 0
            ? Condition(PodConditionType.Ready, true, "", "")
            : Condition(PodConditionType.Ready, false, "ReadinessGatesNotReady", string.Join(", ", closed));
    }

    private static PodCondition Condition(string type, bool holds, string reason, string message) => new()
    {
        Type = type, Status = holds ? ConditionStatus.True : ConditionStatus.False, Reason = reason, Message = message,
    };
}

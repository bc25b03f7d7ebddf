using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// What <c>kubectl get pods</c> says of a pod, by the rules of Kubernetes' pod printer. <see cref="LastRestart"/> is when a container last ended
/// and was started again.
/// </summary>
public sealed record PodSummary(int Ready, int Total, string Status, int Restarts, DateTimeOffset? LastRestart)
{
    public static PodSummary Of(Pod pod)
    {
        var init = SummarizeInit(pod);
        var summary = init with { Restarts = init.AllRestarts, LastRestart = init.AllLastRestart };
        if (!init.IsInitializing || HasCondition(pod, PodConditionType.Initialized))
            summary = SummarizeContainers(pod, init);
        return new(summary.Ready, summary.Total, Ending(pod) ?? summary.Status, summary.Restarts, summary.LastRestart);
    }

    /// <summary><c>2</c> or <c>2 (5m ago)</c>.</summary>
    public string RestartsText(DateTimeOffset now) =>
        Restarts == 0 || LastRestart is null ? Cells.Number(Restarts) : $"{Restarts} ({HumanDuration.Age(LastRestart, now)} ago)";

    private readonly record struct Progress(
        int Ready, int Total, string Status, int Restarts, DateTimeOffset? LastRestart, bool IsInitializing, int AllRestarts, DateTimeOffset? AllLastRestart);

    private static Progress SummarizeInit(Pod pod)
    {
        var progress = new Progress(0, pod.Spec.Containers.Count + pod.Spec.InitContainers.Count(IsSidecar), FirstReason(pod), 0, null, false, 0, null);
        for (var i = 0; i < pod.Status.InitContainerStatuses.Count; i++)
        {
            var status = pod.Status.InitContainerStatuses[i];
            var sidecar = pod.Spec.InitContainers.Any(c => c.Name == status.Name && IsSidecar(c));
            progress = progress with
            {
                AllRestarts = progress.AllRestarts + status.RestartCount,
                AllLastRestart = Later(progress.AllLastRestart, status),
                Restarts = progress.Restarts + (sidecar ? status.RestartCount : 0),
                LastRestart = sidecar ? Later(progress.LastRestart, status) : progress.LastRestart,
            };
            if (status.State.Terminated is { ExitCode: 0 }) continue;
            if (!sidecar || status.Started != true) return progress with { Status = InitReason(status, i, pod.Spec.InitContainers.Count), IsInitializing = true };
            if (status.Ready) progress = progress with { Ready = progress.Ready + 1 };
        }

        return progress;
    }

    private static Progress SummarizeContainers(Pod pod, Progress progress)
    {
        var hasRunning = false;
        for (var i = pod.Status.ContainerStatuses.Count - 1; i >= 0; i--)
        {
            var status = pod.Status.ContainerStatuses[i];
            progress = progress with { Restarts = progress.Restarts + status.RestartCount, LastRestart = Later(progress.LastRestart, status) };
            if (status.State.Waiting is { Reason.Length: > 0 } waiting) progress = progress with { Status = waiting.Reason };
            else if (status.State.Terminated is { } terminated) progress = progress with { Status = Reason(terminated) };
            else if (status is { Ready: true, State.Running: not null })
            {
                hasRunning = true;
                progress = progress with { Ready = progress.Ready + 1 };
            }
        }

        if (progress.Status != "Completed" || !hasRunning) return progress;
        return progress with { Status = HasCondition(pod, PodConditionType.Ready) ? "Running" : "NotReady" };
    }

    private static string FirstReason(Pod pod)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition is { Type: PodConditionType.PodScheduled, Reason: "SchedulingGated" }) return condition.Reason;
        return pod.Status.Reason.Or(pod.Status.Phase);
    }

    private static string InitReason(ContainerStatus status, int index, int count)
    {
        if (status.State.Terminated is { } terminated) return "Init:" + Reason(terminated);
        return status.State.Waiting is { Reason: { Length: > 0 } reason } && reason != "PodInitializing" ? "Init:" + reason : $"Init:{index}/{count}";
    }

    private static string Reason(ContainerStateTerminated terminated) =>
        terminated.Reason.Length > 0 ? terminated.Reason : terminated.Signal != 0 ? $"Signal:{terminated.Signal}" : $"ExitCode:{terminated.ExitCode}";

    private static string? Ending(Pod pod)
    {
        if (pod.Metadata.DeletionTimestamp is null) return null;
        if (pod.Status.Reason == "NodeLost") return "Unknown";
        return pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed ? null : "Terminating";
    }

    private static bool IsSidecar(Container container) => container.RestartPolicy == ContainerRestartPolicy.Always;

    private static bool HasCondition(Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition.Type == type) return condition.Status == ConditionStatus.True;
        return false;
    }

    private static DateTimeOffset? Later(DateTimeOffset? known, ContainerStatus status) =>
        status.LastState.Terminated?.FinishedAt is { } finished && (known is null || finished > known) ? finished : known;
}

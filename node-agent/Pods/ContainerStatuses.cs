using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The status of one container, as kubelet writes it. Pure.</summary>
internal static class ContainerStatuses
{
    /// <summary>The reason of a container that waits for its next restart.</summary>
    internal const string CrashLoop = "CrashLoopBackOff";

    private const int SignalBase = 128;
    private const string AtEnd = "The container could not be located when the pod was terminated";
    private const string Initialized = "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally";
    private const string Before = "The container could not be located when the pod was deleted.  The container used to be Running";

    public static ContainerStatus Of(PodView view, Container spec, ContainerKind kind, ContainerOptions options)
    {
        var latest = view.Latest(spec.Name);
        var status = latest is null ? Missing(view, spec, kind) : Found(view, spec, kind, latest);
        return WithWaiting(status, view, spec, kind, latest, options) with
        {
            // Nobody waits for the start of an ephemeral container.
            Started = kind == ContainerKind.Ephemeral ? null : status.Started,
            VolumeMounts = [.. spec.VolumeMounts.Select(Mounted)],
        };
    }

    private static VolumeMountStatus Mounted(VolumeMount mount) => new()
    {
        Name = mount.Name, MountPath = mount.MountPath, ReadOnly = mount.ReadOnly, RecursiveReadOnly = mount.ReadOnly ? "Disabled" : null,
    };

    /// <summary>An ended container's state.</summary>
    public static ContainerState Ended(RuntimeContainer container) => new()
    {
        Terminated = new ContainerStateTerminated
        {
            ExitCode = container.ExitCode,
            Reason = ReasonOf(container),
            Message = container.Error.Length > 0 && container.LastWords.Length > 0 ? $"{container.Error}: {container.LastWords}" : container.Error + container.LastWords,
            StartedAt = container.StartedAt,
            FinishedAt = container.FinishedAt,
            ContainerID = $"docker://{container.Id}",
        },
    };

    /// <summary>Whether a container ended without ever having run.</summary>
    internal static bool CouldNotRun(RuntimeContainer container) => container is { Error.Length: > 0, ExitCode: >= SignalBase - 2 and <= SignalBase };

    private static string ReasonOf(RuntimeContainer container) => container switch
    {
        { OutOfMemory: true } => "OOMKilled",
        _ when CouldNotRun(container) => "ContainerCannotRun",
        { ExitCode: 0 } => "Completed",
        _ => "Error",
    };

    private static ContainerStatus Found(PodView view, Container spec, ContainerKind kind, RuntimeContainer latest)
    {
        var previous = view.Runs(spec.Name).Skip(1).FirstOrDefault(c => c.State == RuntimeState.Exited);
        var started = view.HasStarted(spec, latest);
        return new ContainerStatus
        {
            Name = spec.Name,
            Image = latest.Image.Length > 0 ? latest.Image : spec.Image,
            ImageID = latest.ImageId,
            ContainerID = $"docker://{latest.Id}",
            RestartCount = latest.Attempt,
            Started = started,
            Ready = IsReady(view, spec, kind, latest, started),
            State = latest.State switch
            {
                RuntimeState.Running => new ContainerState { Running = new ContainerStateRunning { StartedAt = latest.StartedAt } },
                RuntimeState.Exited => Ended(latest),
                _ => new ContainerState { Waiting = new ContainerStateWaiting() },
            },
            LastState = previous is null ? new ContainerState() : Ended(previous),
            Resources = Actual(view, spec, latest),
            AllocatedResources = spec.Resources.Requests,
        };
    }

    /// <summary>What the container has: what was set aside for it, or until a resize has reached it what it had.</summary>
    private static ResourceRequirements Actual(PodView view, Container spec, RuntimeContainer latest)
    {
        var isUnderWay = latest.State == RuntimeState.Running && PodResizes.IsUnderWay(view, spec, latest);
        var before = isUnderWay ? view.Reported(spec.Name)?.Resources : null;
        return before ?? new ResourceRequirements { Limits = spec.Resources.Limits, Requests = spec.Resources.Requests };
    }

    /// <summary>A container that is gone. What was said of its end stays; an init container of which nothing was said had succeeded where those after it were made.</summary>
    private static ContainerStatus Missing(PodView view, Container spec, ContainerKind kind)
    {
        var reported = view.Reported(spec.Name);
        if (kind == ContainerKind.Init && reported?.State.Terminated is null && view.Pod.Spec.Containers.Any(c => view.Latest(c.Name) is not null))
            return new ContainerStatus { Name = spec.Name, Image = spec.Image, Ready = true, Started = false, State = new() { Terminated = new() { Reason = "Completed", Message = Initialized } } };
        if (reported is null) return new ContainerStatus { Name = spec.Name, Image = spec.Image, Started = false };
        var gone = reported with { Ready = kind == ContainerKind.Init && reported.State.Terminated is { ExitCode: 0 }, Started = false };
        if (reported.State.Terminated is not null) return gone;
        var hasRun = reported.State.Running is not null;
        if (view.IsDeleting || view.Memory.Verdict is not null || view.Pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed)
            return hasRun ? gone with { State = Unknown(AtEnd) } : gone;
        // What is told next is its successor's: no id any more, and one start more where nothing else tells that it had run.
        var isUnexplained = hasRun && reported.LastState.Terminated is null;
        return new ContainerStatus
        {
            Name = spec.Name, Image = spec.Image, Started = false, RestartCount = isUnexplained ? reported.RestartCount + 1 : reported.RestartCount,
            LastState = isUnexplained ? Unknown(Before) : reported.LastState,
        };
    }

    /// <summary>
    /// The containers of a pod that was ended. Nobody knows whether those without a trace of an end succeeded, so they count as failed; but init containers whose turn had not come, and what
    /// was to run after them.
    /// </summary>
    public static (IReadOnlyList<ContainerStatus> Inits, IReadOnlyList<ContainerStatus> Mains) Over(PodSpec spec, IReadOnlyList<ContainerStatus> inits, IReadOnlyList<ContainerStatus> mains)
    {
        var begun = Math.Max(1, inits.Count - inits.Reverse().TakeWhile(static s => !HasBegun(s)).Count());
        var isInitialized = inits.Count == 0 || mains.Any(HasBegun) || inits[^1].State.Terminated is { ExitCode: 0 }
            || (PodContainers.KindOfInit(spec.InitContainers[^1]) == ContainerKind.Sidecar && inits[^1] is { State.Running: not null, Started: true });
        return ([.. inits.Select((s, i) => i < begun ? Ended(s) : s)], isInitialized ? [.. mains.Select(Ended)] : mains);

        static bool HasBegun(ContainerStatus status) => status.ContainerID.Length > 0 || status.LastState.Terminated is not null;
        static ContainerStatus Ended(ContainerStatus status) => status.State.Terminated is not null ? status : status with { State = Unknown(AtEnd) };
    }

    private static ContainerState Unknown(string message) => new() { Terminated = new ContainerStateTerminated { ExitCode = 137, Reason = "ContainerStatusUnknown", Message = message } };

    private static bool IsReady(PodView view, Container spec, ContainerKind kind, RuntimeContainer latest, bool started) => kind switch
    {
        ContainerKind.Init => latest is { State: RuntimeState.Exited, ExitCode: 0 },
        ContainerKind.Ephemeral => false,
        _ => started && (spec.ReadinessProbe is null || view.Findings(latest).Ready == true),
    };

    private static ContainerStatus WithWaiting(
        ContainerStatus status, PodView view, Container spec, ContainerKind kind, RuntimeContainer? latest, ContainerOptions options)
    {
        if (latest is { State: RuntimeState.Running } || view.Memory.Verdict is not null || (view.IsDeleting && latest is not null)) return status;
        if (latest is null && status.State.Terminated is not null && (view.IsDeleting || !view.Memory.Troubles.ContainsKey(spec.Name))) return status;
        if (latest is { State: RuntimeState.Exited } && !view.Restarts(kind, latest.ExitCode) && !view.IsReplaced(spec.Name)) return status;
        if (Reason(view, spec, latest, options) is not var (reason, message)) return status;
        var last = status.State.Terminated is null ? status.LastState : status.State;
        return status with { LastState = last, State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = reason, Message = message } } };
    }

    private static (string Reason, string Message)? Reason(PodView view, Container spec, RuntimeContainer? latest, ContainerOptions options)
    {
        if (view.Memory.Troubles.GetValueOrDefault(spec.Name) is { } trouble)
            return trouble.Shown(view.Now);
        if (latest is not { State: RuntimeState.Exited }) return (view.Pod.Spec.InitContainers.Count > 0 ? "PodInitializing" : "ContainerCreating", "");
        var backOff = view.BackOff(spec, latest);
        if (RestartBackOff.HoldsUntil(backOff, latest.FinishedAt ?? latest.CreatedAt, view.Now, options) is null) return null;
        return (CrashLoop, BackOffMessage(backOff!.Wait, spec.Name, latest.Pod));
    }

    internal static string BackOffMessage(TimeSpan wait, string container, PodIdentity pod) => $"back-off {Text(wait)} restarting failed container={container} pod={pod}";

    /// <summary>A duration as Go writes it: 10s, 1m20s, 5m0s.</summary>
    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? $"{(int)time.TotalSeconds}s" : $"{(int)time.TotalMinutes}m{time.Seconds}s";
}

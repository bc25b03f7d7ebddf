using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The phase of a pod from the statuses of its containers: an ordered list of rules, the first that matches decides.</summary>
internal static class PodPhases
{
    public static string Of(PodView view, IReadOnlyList<ContainerStatus> inits, IReadOnlyList<ContainerStatus> mains)
    {
        // Final phases stay.
        if (view.Pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed) return view.Pod.Status.Phase;
        // A pod that is ended has failed once nothing of it runs any more.
        if (view.Memory.Verdict is not null)
            return !view.HasRunning ? PodPhase.Failed : view.Pod.Status.Phase.Length > 0 ? view.Pod.Status.Phase : PodPhase.Pending;

        var kinds = view.Pod.Spec.InitContainers.Select(PodContainers.KindOfInit).ToList();
        var setups = inits.Where((_, i) => kinds[i] == ContainerKind.Init).ToList();
        var sidecars = inits.Where((_, i) => kinds[i] == ContainerKind.Sidecar).ToList();
        var isNever = view.Pod.Spec.RestartPolicy == RestartPolicy.Never;
        if (isNever && setups.Any(static s => Ending(s) is { ExitCode: not 0 })) return PodPhase.Failed;

        // What has yet to run keeps the pod pending, and init containers that have yet to end.
        if (setups.Any(static s => Ending(s) is null)) return PodPhase.Pending;
        if (!HasBeenInitialized(view) && sidecars.Any(static s => s.State.Running is not null && s.Started != true)) return PodPhase.Pending;
        if (sidecars.Concat(mains).Any(static s => s.State.Running is null && Ending(s) is null)) return PodPhase.Pending;

        if (sidecars.Concat(mains).Any(static s => s.State.Running is not null)) return PodPhase.Running;
        var succeeded = mains.All(static s => s.State.Terminated is { ExitCode: 0 });
        if (view.HasEnded) return succeeded ? PodPhase.Succeeded : PodPhase.Failed;
        if (mains.Any(s => view.IsReplaced(s.Name))) return PodPhase.Running;
        if (view.Pod.Spec.RestartPolicy is not (RestartPolicy.OnFailure or RestartPolicy.Never)) return PodPhase.Running;
        if (succeeded) return PodPhase.Succeeded;
        return isNever ? PodPhase.Failed : PodPhase.Running;
    }

    /// <summary>Whether a main container has run in the sandbox that there is now.</summary>
    private static bool HasBeenInitialized(PodView view) => view.Pod.Spec.Containers.Any(c =>
        view.Latest(c.Name) is { State: RuntimeState.Running or RuntimeState.Exited } latest && latest.SandboxId == view.Sandbox?.Id);

    private static ContainerStateTerminated? Ending(ContainerStatus status) => status.State.Terminated ?? (status.State.Waiting is not null ? status.LastState.Terminated : null);
}

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
            return view.Observed.Any(static c => c is { IsSandbox: false, State: RuntimeState.Running }) ? PodPhase.Running : PodPhase.Failed;

        var isNever = view.Pod.Spec.RestartPolicy == RestartPolicy.Never;
        var initFailed = inits.Where((_, i) => PodContainers.KindOfInit(view.Pod.Spec.InitContainers[i]) == ContainerKind.Init)
            .Any(s => s.State.Terminated is { ExitCode: not 0 });
        if (initFailed && (isNever || view.IsDeleting)) return PodPhase.Failed;

        var ended = mains.Select(Ending).ToList();
        var running = mains.Count(s => s.State.Running is not null);

        // A container that has never run keeps the pod pending, unless the pod is on its way out.
        if (mains.Any(s => s.State.Running is null && Ending(s) is null)) return view.IsDeleting && view.Pod.Status.Phase.Length > 0 ? view.Pod.Status.Phase : PodPhase.Pending;
        if (running > 0) return PodPhase.Running;

        // All have ended.
        var isFinal = view.IsDeleting || mains.All(s => s.State.Terminated is not null) && PodPlanner.IsOver(view);
        if (!isFinal) return PodPhase.Running;
        return ended.All(e => e is { ExitCode: 0 }) ? PodPhase.Succeeded : PodPhase.Failed;
    }

    private static ContainerStateTerminated? Ending(ContainerStatus status) => status.State.Terminated ?? (status.State.Waiting is not null ? status.LastState.Terminated : null);
}

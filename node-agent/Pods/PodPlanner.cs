using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Decides what to do for a pod. Pure. The first of these that applies: the pod is being deleted; it is over; its time is up; it has no
/// running sandbox; its init containers are not done; its containers.
/// </summary>
public sealed class PodPlanner(ContainerOptions options)
{
    /// <summary>How many ended containers of a name are kept for <c>logs --previous</c> and the last state.</summary>
    private const int EndedKept = 1;

    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    public PodPlan Plan(PodView view)
    {
        if (view.IsDeleting) return Delete(view);
        if (IsOver(view)) return new PodPlan(Quiet(view), null);
        if (DeadlineOf(view.Pod) is { } deadline && view.Now >= deadline)
            return new PodPlan([new PodAction.GiveUp(new("DeadlineExceeded", "Pod was active on the node longer than the specified deadline"))], null);

        var plan = view.SandboxRuns ? Run(view) : Begin(view);
        return DeadlineOf(view.Pod) is { } later ? plan with { LookAgainAt = Earlier(plan.LookAgainAt, later) } : plan;
    }

    /// <summary>Whether the pod has reached its end: given up, or no container runs and none will.</summary>
    public static bool IsOver(PodView view)
    {
        if (view.Memory.Verdict is not null || view.Pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed) return true;
        var failedInit = view.Pod.Spec.InitContainers.Any(c =>
            PodContainers.KindOfInit(c) == ContainerKind.Init && view.Latest(c.Name) is { State: RuntimeState.Exited, ExitCode: not 0 } ended
            && !view.Restarts(ContainerKind.Init, ended.ExitCode));
        return failedInit || view.Pod.Spec.Containers.All(c => view.ExitCodeOf(c.Name) is { } code && !view.Restarts(ContainerKind.Main, code) && !view.IsReplaced(c.Name));
    }

    /// <summary>How long the pod's containers get to end.</summary>
    public static TimeSpan GraceOf(Pod pod) =>
        pod.Metadata.DeletionGracePeriodSeconds is { } deletion ? TimeSpan.FromSeconds(deletion)
        : pod.Spec.TerminationGracePeriodSeconds is { } own ? TimeSpan.FromSeconds(own)
        : DefaultGrace;

    private static DateTimeOffset? DeadlineOf(Pod pod) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && pod.Status.StartTime is { } start ? start + TimeSpan.FromSeconds(seconds) : null;

    private static PodPlan Delete(PodView view)
    {
        var (grace, evicted) = (GraceOf(view.Pod), view.Memory.Verdict?.Grace);
        var stops = Stops(view, evicted < grace ? evicted.Value : grace);
        return new PodPlan(stops.Count > 0 ? stops : [new PodAction.Finish()], null);
    }

    /// <summary>A pod that is over keeps its ended containers for their logs, and nothing that runs. One that was evicted keeps none: its node needs the room.</summary>
    private static IReadOnlyList<PodAction> Quiet(PodView view)
    {
        var stops = Stops(view, view.Memory.Verdict?.Grace ?? GraceOf(view.Pod));
        if (stops.Count > 0) return stops;
        var leftovers = IsEvicted(view) ? view.Observed.Where(static c => !c.IsSandbox).Select(static c => new PodAction.Remove(c.Id)) : Outlived(view);
        return view.SandboxRuns ? [.. leftovers, new PodAction.StopSandbox(view.Sandbox!.Id)] : [.. leftovers];
    }

    private static bool IsEvicted(PodView view) => (view.Memory.Verdict?.Reason ?? view.Pod.Status.Reason) == EvictionPlanner.Evicted;

    /// <summary>Ended containers beyond those that are kept, whatever runs in their place; and all sandboxes but the newest.</summary>
    private static IEnumerable<PodAction> Outlived(PodView view) =>
    [
        .. view.Observed.Where(static c => !c.IsSandbox).Select(static c => c.Name).Distinct()
            .SelectMany(name => view.Runs(name).Where(static c => c.State == RuntimeState.Exited).Skip(EndedKept)).Select(static c => new PodAction.Remove(c.Id)),
        .. view.Observed.Where(c => c.IsSandbox && c.Id != view.Sandbox!.Id).Select(static c => new PodAction.Remove(c.Id)),
    ];

    /// <summary>All are told at once, so that they share the time that there is; sidecars end after the main containers, the last of them first.</summary>
    private static IReadOnlyList<PodAction> Stops(PodView view, TimeSpan grace)
    {
        var sidecars = view.Pod.Spec.InitContainers.Where(c => PodContainers.KindOfInit(c) == ContainerKind.Sidecar).Select(c => c.Name).Reverse().ToList();
        return
        [
            .. view.Observed.Where(c => !c.IsSandbox && c.State == RuntimeState.Running).Select(c => new PodAction.Stop(c.Id, c.Name, "", grace, sidecars.IndexOf(c.Name) + 1))
                .OrderBy(static s => s.Turn),
        ];
    }

    private PodPlan Begin(PodView view)
    {
        if (view.Memory.SandboxTrouble is { } trouble && trouble.Holds(view.Now)) return new PodPlan([], trouble.RetryAt);
        var stops = Stops(view, GraceOf(view.Pod));
        if (stops.Count > 0) return new PodPlan(stops, null);
        List<PodAction> actions = view.Sandbox is { } dead ? [new PodAction.Remove(dead.Id)] : [];
        actions.Add(new PodAction.RunSandbox(view.Sandbox is { } old ? old.Attempt + 1 : 0));
        return new PodPlan(actions, null);
    }

    private PodPlan Run(PodView view)
    {
        var steps = new Steps(view, options);
        foreach (var (container, kind) in PodContainers.All(view.Pod.Spec).Where(c => c.Kind == ContainerKind.Ephemeral)) steps.Keep(container, kind);
        if (HasMainRun(view)) steps.KeepSidecars(view.Pod.Spec.InitContainers);
        else if (!steps.Initialize()) return steps.ToPlan();
        foreach (var main in view.Pod.Spec.Containers) steps.Keep(main, ContainerKind.Main);
        return steps.ToPlan();
    }

    /// <summary>Once a main container was started in this sandbox, its init containers have done their work.</summary>
    private static bool HasMainRun(PodView view) =>
        view.Pod.Spec.Containers.Any(c => view.Latest(c.Name) is { } latest && latest.SandboxId == view.Sandbox!.Id);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } time && time < other ? time : other;

    /// <summary>Collects the actions for a pod whose sandbox runs.</summary>
    private sealed class Steps(PodView view, ContainerOptions options)
    {
        private readonly List<PodAction> _actions = [.. Outlived(view)];
        private DateTimeOffset? _lookAgainAt;

        public PodPlan ToPlan() => new([.. _actions.OrderBy(a => a is PodAction.Stop ? 0 : 1)], _lookAgainAt);

        /// <summary>
        /// Takes the init containers one step on, from the last that was begun: those before it had their turn, of them the sidecars are kept running. True when all have done their part.
        /// </summary>
        public bool Initialize()
        {
            var all = view.Pod.Spec.InitContainers;
            var last = all.Count - 1;
            while (last >= 0 && Here(all[last]) is null) last--;
            KeepSidecars(all.Take(last));
            if (last >= 0 && !IsDone(all[last])) return false;
            if (last + 1 == all.Count) return true;
            Keep(all[last + 1], PodContainers.KindOfInit(all[last + 1]));
            return false;

            RuntimeContainer? Here(Container container) => view.Latest(container.Name) is { } found && found.SandboxId == view.Sandbox!.Id ? found : null;
            bool IsDone(Container container)
            {
                var (kind, latest) = (PodContainers.KindOfInit(container), Here(container)!);
                if (kind == ContainerKind.Init && latest is { State: RuntimeState.Exited, ExitCode: 0 }) return true;
                Keep(container, kind);
                return kind == ContainerKind.Sidecar && view.HasStarted(container, latest);
            }
        }

        /// <summary>Keeps those of these init containers running that are sidecars.</summary>
        public void KeepSidecars(IEnumerable<Container> inits)
        {
            foreach (var sidecar in inits.Where(static c => PodContainers.KindOfInit(c) == ContainerKind.Sidecar)) Keep(sidecar, ContainerKind.Sidecar);
        }

        public void Keep(Container container, ContainerKind kind)
        {
            var latest = view.Latest(container.Name);
            switch (latest)
            {
                case { State: RuntimeState.Running }:
                    Watch(container, kind, latest);
                    break;
                case { State: RuntimeState.Exited } when kind == ContainerKind.Ephemeral:
                    break;
                case { State: RuntimeState.Exited } when latest.SandboxId != view.Sandbox!.Id || view.Restarts(kind, latest.ExitCode) || view.IsReplaced(container.Name):
                    Restart(container, kind, latest);
                    break;
                case { State: RuntimeState.Created }:
                    Start(container, kind, latest.Attempt, null);
                    break;
                case null when kind == ContainerKind.Main && view.ExitCodeOf(container.Name) is { } code && !view.Restarts(kind, code):
                    break;
                case null:
                    Start(container, kind, FirstAttempt(container.Name), null);
                    break;
            }
        }

        /// <summary>A container that the runtime lost had run before: its successor counts as a restart.</summary>
        private int FirstAttempt(string name) =>
            view.Memory.Successors.TryGetValue(name, out var known) ? known : view.Reported(name) is { } reported ? PodMemory.SuccessorOf(reported) : 0;

        private void Watch(Container container, ContainerKind kind, RuntimeContainer running)
        {
            if (kind is not (ContainerKind.Main or ContainerKind.Sidecar)) return;
            if (PodView.IsOfAnotherImage(container, running)) Replace(container, kind, running, "definition changed", null);
            else if (view.Findings(running) is { Failure: { } failure } found) Replace(container, kind, running, failure, found.Grace, view.Pod.Spec.RestartPolicy != RestartPolicy.Never);
            else Resize(container, running);
        }

        /// <summary>Ends a container, as a rule to start it anew: of a probe that failed not where the pod never starts anything anew.</summary>
        private void Replace(Container container, ContainerKind kind, RuntimeContainer running, string why, TimeSpan? grace, bool starts = true)
        {
            var message = kind == ContainerKind.Sidecar ? $"Init container {container.Name} {why}" : $"Container {container.Name} {why}{(starts ? ", will be restarted" : "")}";
            _actions.Add(new PodAction.Stop(running.Id, container.Name, message, grace ?? GraceOf(view.Pod), IsReplaced: starts));
        }

        private void Resize(Container container, RuntimeContainer running)
        {
            var isRestart = PodResizes.NeedsRestart(view, container, running);
            var resources = PodResizes.Wanted(view, container, running);
            if (resources is null && !isRestart) return;
            if (view.Memory.ResizeTroubles.GetValueOrDefault(container.Name) is { } trouble && trouble.Holds(view.Now)) LookAt(trouble.RetryAt);
            else if (isRestart)
                _actions.Add(new PodAction.Stop(running.Id, container.Name, $"Container {container.Name} resize requires restart", GraceOf(view.Pod), IsReplaced: true));
            else _actions.Add(new PodAction.Resize(running.Id, container.Name, resources!));
        }

        private void Restart(Container container, ContainerKind kind, RuntimeContainer ended)
        {
            if (kind == ContainerKind.Main && ended.SandboxId != view.Sandbox!.Id && !view.Restarts(kind, ended.ExitCode)) return;
            var (current, finished) = (view.BackOff(container, ended), ended.FinishedAt ?? ended.CreatedAt);
            if (RestartBackOff.HoldsUntil(current, finished, view.Now, options) is { } until) LookAt(until);
            else Start(container, kind, ended.Attempt + 1, RestartBackOff.Next(current, finished, view.Now, options));
        }

        private void Start(Container container, ContainerKind kind, int attempt, RestartBackOff? backOff)
        {
            if (view.Memory.Troubles.GetValueOrDefault(container.Name) is { } trouble && trouble.Holds(view.Now)) LookAt(trouble.NextChange(view.Now));
            else _actions.Add(new PodAction.Start(container, kind, attempt, backOff) { TargetId = kind == ContainerKind.Ephemeral ? TargetOf(container.Name) : null });
        }

        private string? TargetOf(string name) =>
            view.Pod.Spec.EphemeralContainers.First(c => c.Name == name).TargetContainerName is { Length: > 0 } target ? view.Latest(target)?.Id ?? "" : null;

        private void LookAt(DateTimeOffset time) => _lookAgainAt = Earlier(_lookAgainAt, time);
    }
}

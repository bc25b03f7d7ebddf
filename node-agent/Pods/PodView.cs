using System.Collections.Immutable;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>All that decides what to do for a pod: what is wanted, what is there, what is remembered, and the time.</summary>
public sealed record PodView
{
    private readonly ImmutableDictionary<string, ImmutableList<RuntimeContainer>> _byName;

    public PodView(Pod pod, IReadOnlyList<RuntimeContainer> observed, PodMemory memory, DateTimeOffset now, bool isRemoved = false)
    {
        (Pod, Observed, Memory, Now, IsRemoved) = (pod, observed, memory, now, isRemoved);
        Sandbox = observed.Where(c => c.IsSandbox).MaxBy(c => c.Attempt);
        _byName = observed.Where(c => !c.IsSandbox).GroupBy(c => c.Name)
            .ToImmutableDictionary(g => g.Key, g => g.OrderByDescending(c => c.Attempt).ThenByDescending(c => c.CreatedAt).ToImmutableList());
    }

    public Pod Pod { get; init; }

    /// <summary>Everything of the pod that the runtime holds.</summary>
    public IReadOnlyList<RuntimeContainer> Observed { get; }

    public PodMemory Memory { get; init; }

    public DateTimeOffset Now { get; }

    /// <summary>Whether the API server has the pod no more.</summary>
    public bool IsRemoved { get; }

    public bool IsDeleting => IsRemoved || Pod.Metadata.DeletionTimestamp is not null;

    /// <summary>Whether a container of the pod runs.</summary>
    public bool HasRunning => Observed.Any(static c => c is { IsSandbox: false, State: RuntimeState.Running });

    /// <summary>Whether a pod on its way out has nothing left that runs. Static pods come back, so they have no end.</summary>
    public bool HasEnded => IsDeleting && !HasRunning && !StaticPod.Is(Pod);

    /// <summary>The newest sandbox, running or not.</summary>
    public RuntimeContainer? Sandbox { get; }

    public bool SandboxRuns => Sandbox is { State: RuntimeState.Running };

    /// <summary>The containers of one name, newest first.</summary>
    public IReadOnlyList<RuntimeContainer> Runs(string name) => _byName.GetValueOrDefault(name, []);

    public RuntimeContainer? Latest(string name) => _byName.GetValueOrDefault(name)?[0];

    public ProbeFindings Findings(RuntimeContainer container) => Memory.Probes.GetValueOrDefault(container.Id) ?? new();

    /// <summary>Whether a running container counts as started: it has no startup probe, or that has succeeded.</summary>
    public bool HasStarted(Container spec, RuntimeContainer container) =>
        container.State == RuntimeState.Running && (spec.StartupProbe is null || Findings(container).Started == true);

    /// <summary>Whether an ended container is to run again.</summary>
    public bool Restarts(ContainerKind kind, int exitCode) => kind switch
    {
        ContainerKind.Sidecar => true,
        ContainerKind.Ephemeral => false,
        ContainerKind.Init => exitCode != 0 && Pod.Spec.RestartPolicy != RestartPolicy.Never,
        _ => Pod.Spec.RestartPolicy switch
        {
            RestartPolicy.Never => false,
            RestartPolicy.OnFailure => exitCode != 0,
            _ => true,
        },
    };

    /// <summary>Whether an ended container is to run again because it was ended for that.</summary>
    public bool IsReplaced(string name) => Latest(name) is { State: RuntimeState.Exited } latest && Memory.Replaced.Contains(latest.Id);

    /// <summary>What the API server knew of a container, from before the runtime lost it.</summary>
    public ContainerStatus? Reported(string name) =>
        Pod.Status.ContainerStatuses.Concat(Pod.Status.InitContainerStatuses).Concat(Pod.Status.EphemeralContainerStatuses).FirstOrDefault(s => s.Name == name);

    /// <summary>With which code a container has ended, also one that the runtime has lost since; null where it has not.</summary>
    public int? ExitCodeOf(string name) => Latest(name) switch
    {
        { State: RuntimeState.Exited } latest => latest.ExitCode,
        null => Reported(name)?.State.Terminated?.ExitCode,
        _ => null,
    };

    /// <summary>How long a container that ended waits for its restart; null where it does not, as after a change of its image.</summary>
    public RestartBackOff? BackOff(Container spec, RuntimeContainer ended) => IsOfAnotherImage(spec, ended) ? null : Memory.BackOffs.GetValueOrDefault(spec.Name);

    public static bool IsOfAnotherImage(Container spec, RuntimeContainer container) => container.Image.Length > 0 && container.Image != spec.Image;
}

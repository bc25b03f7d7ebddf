using System.Collections.Immutable;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What the agent remembers about a pod beyond what the runtime can tell. Lost with the agent; nothing is wrong without it.</summary>
public sealed record PodMemory
{
    /// <summary>By container name: why its last start came to nothing.</summary>
    public ImmutableDictionary<string, ContainerTrouble> Troubles { get; init; } = ImmutableDictionary<string, ContainerTrouble>.Empty;

    /// <summary>By container name: how long the next restart waits.</summary>
    public ImmutableDictionary<string, RestartBackOff> BackOffs { get; init; } = ImmutableDictionary<string, RestartBackOff>.Empty;

    /// <summary>By container id: what its probes say.</summary>
    public ImmutableDictionary<string, ProbeFindings> Probes { get; init; } = ImmutableDictionary<string, ProbeFindings>.Empty;

    /// <summary>The ids of containers that are ended so that others take their place, however they end.</summary>
    public ImmutableHashSet<string> Replaced { get; init; } = [];

    /// <summary>By the name of a container that the runtime has lost: how many there were of it before the next.</summary>
    public ImmutableDictionary<string, int> Successors { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Why the pod has no sandbox yet.</summary>
    public ContainerTrouble? SandboxTrouble { get; init; }

    /// <summary>Why a resize that the pod asks for waits (<c>Deferred</c>) or cannot be (<c>Infeasible</c>); null when the node has room for it.</summary>
    public PodVerdict? ResizeHeld { get; init; }

    /// <summary>By container name: why its resize came to nothing.</summary>
    public ImmutableDictionary<string, ContainerTrouble> ResizeTroubles { get; init; } = ImmutableDictionary<string, ContainerTrouble>.Empty;

    /// <summary>The node has set aside what the pod asks for: these containers get something else than before, and nothing that befell them earlier holds them up.</summary>
    public PodMemory Granted(IReadOnlyCollection<string> containers) => this with
    {
        ResizeHeld = null,
        ResizeTroubles = containers.Count == 0 ? ResizeTroubles : ResizeTroubles.Clear(),
        BackOffs = BackOffs.RemoveRange(containers),
    };

    /// <summary>How many there were of a container when the one that was told of last is gone. Once that is told, the status names no container any more.</summary>
    public static int SuccessorOf(ContainerStatus lost) => lost.ContainerID.Length > 0 ? lost.RestartCount + 1 : lost.RestartCount;

    /// <summary>What is remembered after a look at the pod: which containers the runtime has lost.</summary>
    public PodMemory Noticing(PodView view)
    {
        var lost = PodContainers.All(view.Pod.Spec).Select(c => view.Reported(c.Container.Name)).OfType<ContainerStatus>().Where(s => s.ContainerID.Length > 0 && view.Latest(s.Name) is null);
        return this with { Successors = Successors.RemoveRange(Successors.Keys.Where(name => view.Latest(name) is not null)).SetItems(lost.Select(static s => KeyValuePair.Create(s.Name, SuccessorOf(s)))) };
    }

    /// <summary>What failed for want of an object is tried again now.</summary>
    public PodMemory TryAgain() => this with
    {
        SandboxTrouble = SandboxTrouble is null ? null : SandboxTrouble with { RetryAt = default },
        Troubles = Troubles.SetItems(Troubles.Where(t => t.Value.Reason == "CreateContainerConfigError").Select(t => KeyValuePair.Create(t.Key, t.Value with { RetryAt = default }))),
    };

    /// <summary>Why the pod was ended before its time.</summary>
    public PodVerdict? Verdict { get; init; }
}

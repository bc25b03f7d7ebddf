using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>What the agent writes on containers, and reads back. The first names are those that kubelet uses with every runtime.</summary>
internal static class DockerLabels
{
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";
    public const string RestartCount = "io.kubernetes.container.restartCount";
    public const string TerminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
    public const string Type = "io.kubernetes.docker.type";
    public const string SandboxId = "io.kubernetes.sandbox.id";
    public const string Owner = "io.orleans-kube.agent";
    public const string Network = "io.orleans-kube.pod-network";
    public const string Address = "io.orleans-kube.pod-address";
    private const string Attempt = "io.orleans-kube.attempt";
    private const string Image = "io.orleans-kube.image";
    private const string ImageReference = "io.orleans-kube.image-reference";
    private const string TerminationLog = "io.orleans-kube.termination-log";

    public static Dictionary<string, string> Of(string owner, SandboxSpec spec, SandboxNetwork? network)
    {
        var labels = new Dictionary<string, string>
        {
            [Owner] = owner, [PodName] = spec.Pod.Name, [PodNamespace] = spec.Pod.Namespace, [PodUid] = spec.Pod.Uid,
            [Type] = "podsandbox", [ContainerName] = "POD", [Attempt] = Text(spec.Attempt),
        };
        if (network is not { IsJoinedByDocker: false }) return labels;
        (labels[Network], labels[Address]) = (network.Network, network.Address);
        return labels;
    }

    public static Dictionary<string, string> Of(string owner, ContainerSpec spec, string imageReference) => new()
    {
        [Owner] = owner, [PodName] = spec.Pod.Name, [PodNamespace] = spec.Pod.Namespace, [PodUid] = spec.Pod.Uid,
        [Type] = "container", [ContainerName] = spec.Name, [Attempt] = Text(spec.Attempt), [RestartCount] = Text(spec.Attempt),
        [SandboxId] = spec.SandboxId, [Image] = spec.Image, [ImageReference] = imageReference,
        [TerminationLog] = spec.Notes.TerminationLog, [TerminationMessagePolicy] = spec.Notes.TerminationMessagePolicy,
    };

    /// <summary>A container of Docker as what it is in a pod.</summary>
    public static RuntimeContainer Read(DockerContainer from)
    {
        var labels = from.Config.Labels ?? new Dictionary<string, string>();
        var failed = from.State is { Status: "created", Error.Length: > 0 };
        // Without its device it can do nothing for its pod: the agent was cut off while it made it.
        var isCutOff = from.State.Running && Get(Address).Length > 0 && !PodLink.Exists(from.Id);
        var state = isCutOff ? RuntimeState.Exited : from.State.Running ? RuntimeState.Running : from.State.Status == "created" && !failed ? RuntimeState.Created : RuntimeState.Exited;
        return new RuntimeContainer
        {
            Id = from.Id,
            Pod = new PodIdentity(Get(PodNamespace), Get(PodName), Get(PodUid)),
            Name = Get(Type) == "podsandbox" ? "" : Get(ContainerName),
            Attempt = int.Parse(Get(Attempt), CultureInfo.InvariantCulture),
            SandboxId = Get(SandboxId),
            State = state,
            Image = Get(Image),
            ImageId = Get(Type) == "podsandbox" ? from.Config.Image : Get(ImageReference),
            CreatedAt = from.Created,
            StartedAt = from.State.StartedAt.Year > 1 ? from.State.StartedAt : null,
            FinishedAt = from.State.FinishedAt.Year > 1 ? from.State.FinishedAt : failed ? from.Created : null,
            ExitCode = failed ? 128 : from.State.ExitCode,
            OutOfMemory = from.State.OOMKilled,
            Error = from.State.Error,
            Address = state != RuntimeState.Running ? "" : from.NetworkSettings.Networks?.Values.Select(n => n.IPAddress).FirstOrDefault(a => a.Length > 0) ?? Get(Address),
            ProcessId = from.State.Pid,
            Resources = new ContainerResources
            {
                CpuShares = from.HostConfig.CpuShares, CpuQuota = from.HostConfig.CpuQuota, Memory = from.HostConfig.Memory, OomScoreAdjustment = from.HostConfig.OomScoreAdj,
            },
            Notes = new ContainerNotes { TerminationLog = Get(TerminationLog), TerminationMessagePolicy = Get(TerminationMessagePolicy) },
        };

        string Get(string label) => labels.GetValueOrDefault(label, "");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

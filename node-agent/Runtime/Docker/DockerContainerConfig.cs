using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Sandboxes and containers in Docker's words. Pure.</summary>
internal static class DockerContainerConfig
{
    private const long SandboxCpuShares = 2;
    private const int SandboxOomScore = -998;

    public static string NameOf(PodIdentity pod, string container, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"k8s_{container}_{pod.Name}_{pod.Namespace}_{pod.Uid}_{attempt}");

    /// <param name="spec">The sandbox.</param>
    /// <param name="owner">The identity of the agent.</param>
    /// <param name="network">How it is joined to the pods' network; null on the machine's own.</param>
    /// <param name="group">The control group of the pod, if it has one.</param>
    public static DockerCreate Sandbox(SandboxSpec spec, string owner, SandboxNetwork? network, string? group)
    {
        var ports = spec.HostPorts.GroupBy(p => $"{p.ContainerPortValue}/{(p.Protocol.Length == 0 ? "tcp" : p.Protocol.ToLowerInvariant())}").ToList();
        return new DockerCreate
        {
            Image = PauseImage.Name,
            Hostname = spec.HostNetwork ? null : spec.Hostname,
            Labels = DockerLabels.Of(owner, spec, network),
            ExposedPorts = ports.Count == 0 ? null : ports.ToDictionary(p => p.Key, _ => new object()),
            NetworkingConfig = network is { IsJoinedByDocker: true, Address.Length: > 0 }
                ? new DockerNetworkingConfig(new Dictionary<string, DockerEndpointConfig> { [network.Network] = new(new DockerEndpointIpam(network.Address)) })
                : null,
            HostConfig = new DockerHostConfig
            {
                Runtime = spec.Handler.Length == 0 ? null : spec.Handler,
                NetworkMode = network switch { null => "host", { IsJoinedByDocker: false } => "none", _ => network.Network },
                IpcMode = spec.HostIpc ? "host" : "shareable",
                PidMode = spec.HostPid ? "host" : null,
                CgroupParent = group,
                CpuShares = SandboxCpuShares,
                OomScoreAdj = OomScores.Allowed(SandboxOomScore),
                LogConfig = new DockerLogConfig("none", new Dictionary<string, string>()),
                Sysctls = spec.Sysctls.Count == 0 ? null : spec.Sysctls,
                PortBindings = ports.Count == 0 ? null : ports.ToDictionary(p => p.Key, p => (IReadOnlyList<DockerPortBinding>)
                    [.. p.Select(b => new DockerPortBinding(b.HostIP, b.HostPort.ToString(CultureInfo.InvariantCulture)))]),
            },
        };
    }

    /// <param name="spec">The container.</param>
    /// <param name="owner">The identity of the agent.</param>
    /// <param name="imageReference">The image, as it is shown.</param>
    /// <param name="options">How containers are kept.</param>
    /// <param name="group">The control group of the pod, which bounds its processes; where it has none each container is bound by itself.</param>
    public static DockerCreate Container(ContainerSpec spec, string owner, string imageReference, ContainerOptions options, string? group) => new()
    {
        Image = spec.ImageId,
        User = spec.Security.User.Length == 0 ? null : spec.Security.User,
        Tty = spec.Terminal,
        OpenStdin = spec.Input,
        StdinOnce = spec.InputOnce,
        Env = [.. spec.Environment.Select(e => $"{e.Key}={e.Value}")],
        Entrypoint = spec.Command.Count == 0 ? null : spec.Command,
        Cmd = spec.Arguments.Count == 0 ? null : spec.Arguments,
        WorkingDir = spec.WorkingFolder.Length == 0 ? null : spec.WorkingFolder,
        StopSignal = spec.StopSignal,
        Labels = DockerLabels.Of(owner, spec, imageReference),
        HostConfig = spec.Security.Privileged && MachinePrivileges.InPlaceOfAll is { } privileges ? Grant(Host(spec, options, group), privileges) : Host(spec, options, group),
    };

    /// <summary>The parts of Docker's privileged mode one by one, as far as the machine has them.</summary>
    private static DockerHostConfig Grant(DockerHostConfig host, MachinePrivileges privileges) => host with
    {
        Privileged = false,
        CapAdd = privileges.Capabilities,
        CapDrop = [],
        Devices = [.. privileges.Devices.Select(static d => new DockerDevice(d, d, "rwm")), .. host.Devices ?? []],
        DeviceCgroupRules = ["a *:* rwm"],
        SecurityOpt = [.. host.SecurityOpt!.Where(static o => o == "no-new-privileges"), "seccomp=unconfined", "apparmor=unconfined", "label=disable"],
        MaskedPaths = [],
        ReadonlyPaths = [],
        Mounts = host.Mounts!.Any(static m => m.Target == MachinePrivileges.SysFolder) ? host.Mounts : [.. host.Mounts!, new DockerMount(MachinePrivileges.SysFolder, MachinePrivileges.SysFolder, false, null)],
    };

    private static DockerHostConfig Host(ContainerSpec spec, ContainerOptions options, string? group)
    {
        var security = spec.Security;
        return new DockerHostConfig
        {
            Runtime = spec.Handler.Length == 0 ? null : spec.Handler,
            Mounts = [.. spec.Mounts.Select(m => new DockerMount(m.Source, m.Target, m.ReadOnly, DockerBindOptions.For(m.Propagation)))],
            Devices = spec.Devices.Count == 0 ? null : [.. spec.Devices.Select(static d => new DockerDevice(d.Source, d.Target, d.ReadOnly ? "r" : "mrw"))],
            DeviceRequests = spec.CdiDevices.Count == 0 ? null : [new DockerDeviceRequest("cdi", spec.CdiDevices)],
            NetworkMode = $"container:{spec.SandboxId}",
            IpcMode = $"container:{spec.SandboxId}",
            PidMode = spec.ProcessNamespace switch { "" => null, "host" => "host", var id => $"container:{id}" },
            CpuShares = spec.Resources.CpuShares,
            CpuQuota = spec.Resources.CpuQuota,
            CpuPeriod = spec.Resources.CpuQuota > 0 ? spec.Resources.CpuPeriod : 0,
            Memory = spec.Resources.Memory,
            MemorySwap = spec.Resources.Memory,
            PidsLimit = options.PodPidsLimit > 0 && group is null ? options.PodPidsLimit : null,
            CgroupParent = group,
            OomScoreAdj = OomScores.Allowed(spec.Resources.OomScoreAdjustment),
            Privileged = security.Privileged,
            ReadonlyRootfs = security.ReadOnlyRoot,
            CapAdd = security.AddedCapabilities,
            CapDrop = security.DroppedCapabilities,
            GroupAdd = [.. security.Groups.Select(g => g.ToString(CultureInfo.InvariantCulture))],
            SecurityOpt = [.. SecurityOptions(security)],
            MaskedPaths = security.UnmaskedProc ? [] : null,
            ReadonlyPaths = security.UnmaskedProc ? [] : null,
            LogConfig = new DockerLogConfig("json-file", new Dictionary<string, string>
            {
                ["max-size"] = options.LogFileSize, ["max-file"] = options.LogFiles.ToString(CultureInfo.InvariantCulture),
            }),
        };
    }

    private static IEnumerable<string> SecurityOptions(ContainerSecurity security)
    {
        if (security.NoNewPrivileges) yield return "no-new-privileges";
        if (security.Seccomp is { } seccomp) yield return $"seccomp={seccomp}";
        if (security.AppArmor is { } profile) yield return $"apparmor={profile}";
    }
}

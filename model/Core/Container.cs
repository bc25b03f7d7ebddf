using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Core;

public sealed record Container
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Image { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = [];

    public string WorkingDir { get; init => field = value ?? ""; } = "";

    [ListMap("containerPort", "protocol")] [PatchMerge("containerPort")]
    public IReadOnlyList<ContainerPort> Ports { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<EnvFromSource> EnvFrom { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<EnvVar> Env { get; init => field = value ?? []; } = [];

    public ResourceRequirements Resources { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<ContainerResizePolicy> ResizePolicy { get; init => field = value ?? []; } = [];

    [Values(typeof(ContainerRestartPolicy))]
    public string? RestartPolicy { get; init; }

    [ListMap("mountPath")] [PatchMerge("mountPath")]
    public IReadOnlyList<VolumeMount> VolumeMounts { get; init => field = value ?? []; } = [];

    [ListMap("devicePath")] [PatchMerge("devicePath")]
    public IReadOnlyList<VolumeDevice> VolumeDevices { get; init => field = value ?? []; } = [];

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public Probe? StartupProbe { get; init; }

    public Lifecycle? Lifecycle { get; init; }

    public string TerminationMessagePath { get; init => field = value ?? ""; } = "";

    [Values(typeof(TerminationMessagePolicy))]
    public string TerminationMessagePolicy { get; init => field = value ?? ""; } = "";

    [Values(typeof(PullPolicy))]
    public string ImagePullPolicy { get; init => field = value ?? ""; } = "";

    public SecurityContext? SecurityContext { get; init; }

    public bool Stdin { get; init; }

    public bool StdinOnce { get; init; }

    public bool Tty { get; init; }
}

public sealed record ContainerPort
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int HostPort { get; init; }

    [JsonPropertyName("containerPort")] [AlwaysWritten]
    public int ContainerPortValue { get; init; }

    [Values(typeof(Protocol))] [Default("TCP")]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public string HostIP { get; init => field = value ?? ""; } = "";
}

public sealed record VolumeMount
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [Values(typeof(RecursiveReadOnlyMode))]
    public string? RecursiveReadOnly { get; init; }

    [AlwaysWritten]
    public string MountPath { get; init => field = value ?? ""; } = "";

    public string SubPath { get; init => field = value ?? ""; } = "";

    [Values(typeof(MountPropagationMode))]
    public string? MountPropagation { get; init; }

    public string SubPathExpr { get; init => field = value ?? ""; } = "";
}

public sealed record VolumeDevice
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string DevicePath { get; init => field = value ?? ""; } = "";
}

public sealed record EnvVar
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Value { get; init => field = value ?? ""; } = "";

    public EnvVarSource? ValueFrom { get; init; }
}

public sealed record EnvVarSource
{
    public ObjectFieldSelector? FieldRef { get; init; }

    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    public SecretKeySelector? SecretKeyRef { get; init; }
}

[Atomic]
public sealed record ObjectFieldSelector
{
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string FieldPath { get; init => field = value ?? ""; } = "";
}

[Atomic]
public sealed record ResourceFieldSelector
{
    public string ContainerName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Resource { get; init => field = value ?? ""; } = "";

    public Quantity Divisor { get; init; }
}

[Atomic]
public sealed record ConfigMapKeySelector
{
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    public bool? Optional { get; init; }
}

[Atomic]
public sealed record SecretKeySelector
{
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    public bool? Optional { get; init; }
}

public sealed record EnvFromSource
{
    public string Prefix { get; init => field = value ?? ""; } = "";

    public ConfigMapEnvSource? ConfigMapRef { get; init; }

    public SecretEnvSource? SecretRef { get; init; }
}

public sealed record ConfigMapEnvSource
{
    public string Name { get; init => field = value ?? ""; } = "";

    public bool? Optional { get; init; }
}

public sealed record SecretEnvSource
{
    public string Name { get; init => field = value ?? ""; } = "";

    public bool? Optional { get; init; }
}

public sealed record HTTPHeader
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Value { get; init => field = value ?? ""; } = "";
}

public sealed record HTTPGetAction
{
    public string Path { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public IntOrString Port { get; init; }

    public string Host { get; init => field = value ?? ""; } = "";

    [Values(typeof(URIScheme))]
    public string Scheme { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<HTTPHeader> HttpHeaders { get; init => field = value ?? []; } = [];
}

public sealed record TCPSocketAction
{
    [AlwaysWritten]
    public IntOrString Port { get; init; }

    public string Host { get; init => field = value ?? ""; } = "";
}

public sealed record GRPCAction
{
    [AlwaysWritten]
    public int Port { get; init; }

    [AlwaysWritten] [Optional]
    public string? Service { get; init; }
}

public sealed record ExecAction
{
    [Atomic]
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];
}

public sealed record SleepAction
{
    [AlwaysWritten]
    public long Seconds { get; init; }
}

public sealed record Probe
{
    public ExecAction? Exec { get; init; }

    public HTTPGetAction? HttpGet { get; init; }

    public TCPSocketAction? TcpSocket { get; init; }

    public GRPCAction? Grpc { get; init; }

    public int InitialDelaySeconds { get; init; }

    public int TimeoutSeconds { get; init; }

    public int PeriodSeconds { get; init; }

    public int SuccessThreshold { get; init; }

    public int FailureThreshold { get; init; }

    public long? TerminationGracePeriodSeconds { get; init; }
}

public sealed record ContainerResizePolicy
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string ResourceName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(ResourceResizeRestartPolicy))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";
}

public sealed record Capabilities
{
    [Atomic]
    public IReadOnlyList<string> Add { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Drop { get; init => field = value ?? []; } = [];
}

public sealed record ResourceRequirements
{
    public IReadOnlyDictionary<string, Quantity> Limits { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Requests { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [ListMap("name")]
    public IReadOnlyList<ResourceClaim> Claims { get; init => field = value ?? []; } = [];
}

public sealed record ResourceClaim
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Request { get; init => field = value ?? ""; } = "";
}

public sealed record LifecycleHandler
{
    public ExecAction? Exec { get; init; }

    public HTTPGetAction? HttpGet { get; init; }

    public TCPSocketAction? TcpSocket { get; init; }

    public SleepAction? Sleep { get; init; }
}

public sealed record Lifecycle
{
    public LifecycleHandler? PostStart { get; init; }

    public LifecycleHandler? PreStop { get; init; }

    public string? StopSignal { get; init; }
}

public sealed record SeccompProfile
{
    [AlwaysWritten] [Values(typeof(SeccompProfileType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public string? LocalhostProfile { get; init; }
}

public sealed record AppArmorProfile
{
    [AlwaysWritten] [Values(typeof(AppArmorProfileType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public string? LocalhostProfile { get; init; }
}

public sealed record EphemeralContainer
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Image { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = [];

    public string WorkingDir { get; init => field = value ?? ""; } = "";

    [ListMap("containerPort", "protocol")] [PatchMerge("containerPort")]
    public IReadOnlyList<ContainerPort> Ports { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<EnvFromSource> EnvFrom { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<EnvVar> Env { get; init => field = value ?? []; } = [];

    public ResourceRequirements Resources { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<ContainerResizePolicy> ResizePolicy { get; init => field = value ?? []; } = [];

    [Values(typeof(ContainerRestartPolicy))]
    public string? RestartPolicy { get; init; }

    [ListMap("mountPath")] [PatchMerge("mountPath")]
    public IReadOnlyList<VolumeMount> VolumeMounts { get; init => field = value ?? []; } = [];

    [ListMap("devicePath")] [PatchMerge("devicePath")]
    public IReadOnlyList<VolumeDevice> VolumeDevices { get; init => field = value ?? []; } = [];

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public Probe? StartupProbe { get; init; }

    public Lifecycle? Lifecycle { get; init; }

    public string TerminationMessagePath { get; init => field = value ?? ""; } = "";

    [Values(typeof(TerminationMessagePolicy))]
    public string TerminationMessagePolicy { get; init => field = value ?? ""; } = "";

    [Values(typeof(PullPolicy))]
    public string ImagePullPolicy { get; init => field = value ?? ""; } = "";

    public SecurityContext? SecurityContext { get; init; }

    public bool Stdin { get; init; }

    public bool StdinOnce { get; init; }

    public bool Tty { get; init; }

    public string TargetContainerName { get; init => field = value ?? ""; } = "";
}

public sealed record SecurityContext
{
    public Capabilities? Capabilities { get; init; }

    public bool? Privileged { get; init; }

    public SELinuxOptions? SeLinuxOptions { get; init; }

    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public bool? ReadOnlyRootFilesystem { get; init; }

    public bool? AllowPrivilegeEscalation { get; init; }

    [Values(typeof(ProcMountType))]
    public string? ProcMount { get; init; }

    public SeccompProfile? SeccompProfile { get; init; }

    public AppArmorProfile? AppArmorProfile { get; init; }
}

public sealed record SELinuxOptions
{
    public string User { get; init => field = value ?? ""; } = "";

    public string Role { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Level { get; init => field = value ?? ""; } = "";
}

public sealed record WindowsSecurityContextOptions
{
    public string? GmsaCredentialSpecName { get; init; }

    public string? GmsaCredentialSpec { get; init; }

    public string? RunAsUserName { get; init; }

    public bool? HostProcess { get; init; }
}

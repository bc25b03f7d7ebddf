using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Pod")]
public sealed record Pod : KubeObject
{
    public PodSpec Spec { get; init => field = value ?? new(); } = new();

    public PodStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PodReadinessGate
{
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string ConditionType { get; init => field = value ?? ""; } = "";
}

public sealed record PodSpec
{
    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<Volume> Volumes { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Container> InitContainers { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Container> Containers { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<EphemeralContainer> EphemeralContainers { get; init => field = value ?? []; } = [];

    [Values(typeof(RestartPolicy))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";

    public long? TerminationGracePeriodSeconds { get; init; }

    public long? ActiveDeadlineSeconds { get; init; }

    [Values(typeof(DNSPolicy))]
    public string DnsPolicy { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public string ServiceAccountName { get; init => field = value ?? ""; } = "";

    public string ServiceAccount { get; init => field = value ?? ""; } = "";

    public bool? AutomountServiceAccountToken { get; init; }

    public string NodeName { get; init => field = value ?? ""; } = "";

    public bool HostNetwork { get; init; }

    public bool HostPID { get; init; }

    public bool HostIPC { get; init; }

    public bool? ShareProcessNamespace { get; init; }

    public PodSecurityContext? SecurityContext { get; init; }

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; init => field = value ?? []; } = [];

    public string Hostname { get; init => field = value ?? ""; } = "";

    public string Subdomain { get; init => field = value ?? ""; } = "";

    public Affinity? Affinity { get; init; }

    public string SchedulerName { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<Toleration> Tolerations { get; init => field = value ?? []; } = [];

    [ListMap("ip")] [PatchMerge("ip")]
    public IReadOnlyList<HostAlias> HostAliases { get; init => field = value ?? []; } = [];

    public string PriorityClassName { get; init => field = value ?? ""; } = "";

    public int? Priority { get; init; }

    public PodDNSConfig? DnsConfig { get; init; }

    [Atomic]
    public IReadOnlyList<PodReadinessGate> ReadinessGates { get; init => field = value ?? []; } = [];

    public string? RuntimeClassName { get; init; }

    public bool? EnableServiceLinks { get; init; }

    [Values(typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }

    public IReadOnlyDictionary<string, Quantity> Overhead { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [ListMap("topologyKey", "whenUnsatisfiable")] [PatchMerge("topologyKey")]
    public IReadOnlyList<TopologySpreadConstraint> TopologySpreadConstraints { get; init => field = value ?? []; } = [];

    public bool? SetHostnameAsFQDN { get; init; }

    public PodOS? Os { get; init; }

    public bool? HostUsers { get; init; }

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<PodSchedulingGate> SchedulingGates { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<PodResourceClaim> ResourceClaims { get; init => field = value ?? []; } = [];

    public ResourceRequirements? Resources { get; init; }
}

public sealed record PodResourceClaim
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string? ResourceClaimName { get; init; }

    public string? ResourceClaimTemplateName { get; init; }
}

public sealed record PodOS
{
    [AlwaysWritten] [Values(typeof(OSName))]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record PodSchedulingGate
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record TopologySpreadConstraint
{
    [AlwaysWritten]
    public int MaxSkew { get; init; }

    [AlwaysWritten]
    public string TopologyKey { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(UnsatisfiableConstraintAction))]
    public string WhenUnsatisfiable { get; init => field = value ?? ""; } = "";

    public LabelSelector? LabelSelector { get; init; }

    public int? MinDomains { get; init; }

    [Values(typeof(NodeInclusionPolicy))]
    public string? NodeAffinityPolicy { get; init; }

    [Values(typeof(NodeInclusionPolicy))]
    public string? NodeTaintsPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<string> MatchLabelKeys { get; init => field = value ?? []; } = [];
}

public sealed record HostAlias
{
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Hostnames { get; init => field = value ?? []; } = [];
}

public sealed record PodSecurityContext
{
    public SELinuxOptions? SeLinuxOptions { get; init; }

    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    [Atomic]
    public IReadOnlyList<long> SupplementalGroups { get; init => field = value ?? []; } = [];

    [Values(typeof(SupplementalGroupsPolicy))]
    public string? SupplementalGroupsPolicy { get; init; }

    public long? FsGroup { get; init; }

    [Atomic]
    public IReadOnlyList<Sysctl> Sysctls { get; init => field = value ?? []; } = [];

    [Values(typeof(PodFSGroupChangePolicy))]
    public string? FsGroupChangePolicy { get; init; }

    public SeccompProfile? SeccompProfile { get; init; }

    public AppArmorProfile? AppArmorProfile { get; init; }

    [Values(typeof(PodSELinuxChangePolicy))]
    public string? SeLinuxChangePolicy { get; init; }
}

public sealed record PodDNSConfig
{
    [Atomic]
    public IReadOnlyList<string> Nameservers { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Searches { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<PodDNSConfigOption> Options { get; init => field = value ?? []; } = [];
}

public sealed record PodDNSConfigOption
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string? Value { get; init; }
}

public sealed record PodTemplateSpec
{
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public PodSpec Spec { get; init => field = value ?? new(); } = new();
}

[KubeKind("v1", "PodTemplate")]
public sealed record PodTemplate : KubeObject
{
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();
}

[KubeKind("v1", "Binding")]
public sealed record Binding : KubeObject
{
    [AlwaysWritten]
    public ObjectReference Target { get; init => field = value ?? new(); } = new();
}

public sealed record Sysctl
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Value { get; init => field = value ?? ""; } = "";
}

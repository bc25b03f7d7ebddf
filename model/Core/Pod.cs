using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>One or more containers that run together on one node and share its network and volumes.</summary>
[KubeKind("v1", "Pod")]
public sealed record Pod : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PodSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PodStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>A condition that must hold for the pod to be ready.</summary>
public sealed record PodReadinessGate
{
    /// <summary>The type of the condition of the pod that must be true.</summary>
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string ConditionType { get; init => field = value ?? ""; } = "";
}

/// <summary>What a pod runs, and where and how it may run.</summary>
public sealed record PodSpec
{
    /// <summary>Files that the containers can mount.</summary>
    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<Volume> Volumes { get; init => field = value ?? []; } = [];

    /// <summary>Containers that run one after the other, each to its end, before the others start.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Container> InitContainers { get; init => field = value ?? []; } = [];

    /// <summary>The containers that run side by side. At least one; the list is fixed once the pod exists.</summary>
    [AlwaysWritten] [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Container> Containers { get; init => field = value ?? []; } = [];

    /// <summary>Containers added to the running pod for debugging.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<EphemeralContainer> EphemeralContainers { get; init => field = value ?? []; } = [];

    /// <summary>When containers that have ended are started again. Always by default.</summary>
    [Values(typeof(RestartPolicy))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>How long containers may take to end after they were asked to. 30 seconds by default.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>How long the pod may run before it counts as failed.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>How names are resolved. By default the cluster's own names first.</summary>
    [Values(typeof(DNSPolicy))]
    public string DnsPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>Labels that the node must have.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The identity that the pod runs under.</summary>
    public string ServiceAccountName { get; init => field = value ?? ""; } = "";

    /// <summary>Older name of serviceAccountName.</summary>
    public string ServiceAccount { get; init => field = value ?? ""; } = "";

    /// <summary>Whether containers find the token of the service account as a file.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>The node that the pod runs on. The scheduler sets it.</summary>
    public string NodeName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the pod shares the node's network instead of having an address of its own.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>Whether the pod sees the processes of the node.</summary>
    public bool HostPID { get; init; }

    /// <summary>Whether the pod shares the inter-process communication of the node.</summary>
    public bool HostIPC { get; init; }

    /// <summary>Whether the containers see each other's processes.</summary>
    public bool? ShareProcessNamespace { get; init; }

    /// <summary>Rights and identity for all containers of the pod.</summary>
    public PodSecurityContext? SecurityContext { get; init; }

    /// <summary>Secrets with credentials for the registries of the images.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; init => field = value ?? []; } = [];

    /// <summary>The host name inside the pod. By default the name of the pod.</summary>
    public string Hostname { get; init => field = value ?? ""; } = "";

    /// <summary>Together with the host name gives the pod a full name in DNS.</summary>
    public string Subdomain { get; init => field = value ?? ""; } = "";

    /// <summary>Where the pod would like to run or must run.</summary>
    public Affinity? Affinity { get; init; }

    /// <summary>The scheduler that places the pod.</summary>
    public string SchedulerName { get; init => field = value ?? ""; } = "";

    /// <summary>Taints of nodes that do not keep the pod away.</summary>
    [Atomic]
    public IReadOnlyList<Toleration> Tolerations { get; init => field = value ?? []; } = [];

    /// <summary>Additional lines for the hosts file of the containers.</summary>
    [ListMap("ip")] [PatchMerge("ip")]
    public IReadOnlyList<HostAlias> HostAliases { get; init => field = value ?? []; } = [];

    /// <summary>Names the importance of the pod among others.</summary>
    public string PriorityClassName { get; init => field = value ?? ""; } = "";

    /// <summary>The importance as a number, taken from the priority class. Higher goes first.</summary>
    public int? Priority { get; init; }

    /// <summary>Settings of name resolution that add to those of the policy.</summary>
    public PodDNSConfig? DnsConfig { get; init; }

    /// <summary>Conditions that must hold too before the pod counts as ready.</summary>
    [Atomic]
    public IReadOnlyList<PodReadinessGate> ReadinessGates { get; init => field = value ?? []; } = [];

    /// <summary>The container runtime that is to run the pod.</summary>
    public string? RuntimeClassName { get; init; }

    /// <summary>Whether the services of the namespace appear as environment variables. True by default.</summary>
    public bool? EnableServiceLinks { get; init; }

    /// <summary>Whether less important pods may be removed to make room for this one.</summary>
    [Values(typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }

    /// <summary>What the pod itself needs beyond its containers, by its runtime class.</summary>
    public IReadOnlyDictionary<string, Quantity> Overhead { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>How evenly such pods are spread over zones or nodes.</summary>
    [ListMap("topologyKey", "whenUnsatisfiable")] [PatchMerge("topologyKey")]
    public IReadOnlyList<TopologySpreadConstraint> TopologySpreadConstraints { get; init => field = value ?? []; } = [];

    /// <summary>Whether the host name is the full name in DNS.</summary>
    public bool? SetHostnameAsFQDN { get; init; }

    /// <summary>The operating system that the containers are made for.</summary>
    public PodOS? Os { get; init; }

    /// <summary>Whether the pod uses the user numbers of the node. True by default.</summary>
    public bool? HostUsers { get; init; }

    /// <summary>The pod is not scheduled while there are entries.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<PodSchedulingGate> SchedulingGates { get; init => field = value ?? []; } = [];

    /// <summary>Claims on devices that containers can refer to.</summary>
    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<PodResourceClaim> ResourceClaims { get; init => field = value ?? []; } = [];

    /// <summary>What the containers of the pod need and may use together.</summary>
    public ResourceRequirements? Resources { get; init; }
}

/// <summary>A claim for devices. Exactly one of the sources.</summary>
public sealed record PodResourceClaim
{
    /// <summary>The name by which containers refer to it.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>An existing claim in the same namespace.</summary>
    public string? ResourceClaimName { get; init; }

    /// <summary>A template from which a claim is made for this pod.</summary>
    public string? ResourceClaimTemplateName { get; init; }
}

/// <summary>The operating system of the pod's containers.</summary>
public sealed record PodOS
{
    /// <summary>The operating system, linux or windows.</summary>
    [AlwaysWritten] [Values(typeof(OSName))]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>What keeps the pod from being placed.</summary>
public sealed record PodSchedulingGate
{
    /// <summary>The name of the gate.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>How evenly pods are spread over parts of the cluster.</summary>
public sealed record TopologySpreadConstraint
{
    /// <summary>By how many pods the fullest and the emptiest part may differ.</summary>
    [AlwaysWritten]
    public int MaxSkew { get; init; }

    /// <summary>The label of nodes whose values are the parts.</summary>
    [AlwaysWritten]
    public string TopologyKey { get; init => field = value ?? ""; } = "";

    /// <summary>Whether a pod that cannot be spread waits or is placed anyway.</summary>
    [AlwaysWritten] [Values(typeof(UnsatisfiableConstraintAction))]
    public string WhenUnsatisfiable { get; init => field = value ?? ""; } = "";

    /// <summary>Which pods are counted.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>How many parts there should be at least.</summary>
    public int? MinDomains { get; init; }

    /// <summary>Whether only nodes that the pod may run on are counted.</summary>
    [Values(typeof(NodeInclusionPolicy))]
    public string? NodeAffinityPolicy { get; init; }

    /// <summary>Whether nodes with taints that the pod does not tolerate are counted.</summary>
    [Values(typeof(NodeInclusionPolicy))]
    public string? NodeTaintsPolicy { get; init; }

    /// <summary>Labels whose values are taken from the pod itself.</summary>
    [Atomic]
    public IReadOnlyList<string> MatchLabelKeys { get; init => field = value ?? []; } = [];
}

/// <summary>Host names for an address, as /etc/hosts has them.</summary>
public sealed record HostAlias
{
    /// <summary>The address.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";

    /// <summary>The names that lead to the address.</summary>
    [Atomic]
    public IReadOnlyList<string> Hostnames { get; init => field = value ?? []; } = [];
}

/// <summary>The rights and the identity that all containers of a pod run with.</summary>
public sealed record PodSecurityContext
{
    /// <summary>The SELinux context of the containers.</summary>
    public SELinuxOptions? SeLinuxOptions { get; init; }

    /// <summary>Settings for Windows containers.</summary>
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    /// <summary>The user number that processes run as. By default that of the image.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>The group number that processes run as.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>Whether containers that would run as root are refused.</summary>
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Further groups of the first process of each container.</summary>
    [Atomic]
    public IReadOnlyList<long> SupplementalGroups { get; init => field = value ?? []; } = [];

    /// <summary>Whether groups that the image names count too.</summary>
    [Values(typeof(SupplementalGroupsPolicy))]
    public string? SupplementalGroupsPolicy { get; init; }

    /// <summary>The group that owns the files of volumes.</summary>
    public long? FsGroup { get; init; }

    /// <summary>Kernel settings of the pod.</summary>
    [Atomic]
    public IReadOnlyList<Sysctl> Sysctls { get; init => field = value ?? []; } = [];

    /// <summary>Whether the owner of files is set every time or only where it is wrong.</summary>
    [Values(typeof(PodFSGroupChangePolicy))]
    public string? FsGroupChangePolicy { get; init; }

    /// <summary>Which system calls are allowed.</summary>
    public SeccompProfile? SeccompProfile { get; init; }

    /// <summary>The AppArmor profile of the containers.</summary>
    public AppArmorProfile? AppArmorProfile { get; init; }

    [Values(typeof(PodSELinuxChangePolicy))]
    public string? SeLinuxChangePolicy { get; init; }
}

/// <summary>How the pod resolves names.</summary>
public sealed record PodDNSConfig
{
    /// <summary>Addresses of further name servers.</summary>
    [Atomic]
    public IReadOnlyList<string> Nameservers { get; init => field = value ?? []; } = [];

    /// <summary>Further domains in which short names are looked up.</summary>
    [Atomic]
    public IReadOnlyList<string> Searches { get; init => field = value ?? []; } = [];

    /// <summary>Further options of the resolver.</summary>
    [Atomic]
    public IReadOnlyList<PodDNSConfigOption> Options { get; init => field = value ?? []; } = [];
}

/// <summary>An option of the resolver.</summary>
public sealed record PodDNSConfigOption
{
    /// <summary>The name of the option.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value of the option, where it has one.</summary>
    public string? Value { get; init; }
}

/// <summary>The pods that a controller makes.</summary>
public sealed record PodTemplateSpec
{
    /// <summary>Labels and annotations that the pods get.</summary>
    [AlwaysWritten] [Optional]
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>What the pods run.</summary>
    public PodSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>A description of pods that is stored by itself.</summary>
[KubeKind("v1", "PodTemplate")]
public sealed record PodTemplate : KubeObject
{
    /// <summary>The pod.</summary>
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();
}

/// <summary>Puts a pod on a node.</summary>
[KubeKind("v1", "Binding")]
public sealed record Binding : KubeObject
{
    /// <summary>The node that the pod is put on.</summary>
    [AlwaysWritten]
    public ObjectReference Target { get; init => field = value ?? new(); } = new();
}

/// <summary>A kernel parameter.</summary>
public sealed record Sysctl
{
    /// <summary>Name of the parameter.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Value of the parameter.</summary>
    [AlwaysWritten]
    public string Value { get; init => field = value ?? ""; } = "";
}

namespace Orleans.Kube.NodeAgent;

/// <summary>Every setting of an agent, with kubelet's defaults. <see cref="AgentSettings"/> reads them; the command line has flags for the first ones.</summary>
public sealed record AgentOptions
{
    /// <summary>The name under which the node registers.</summary>
    public string NodeName { get; init; } = System.Environment.MachineName.ToLowerInvariant();

    /// <summary>The kubeconfig with the node's client certificate; the one of a node that has joined when empty.</summary>
    public string KubeConfig { get; init; } = "";

    /// <summary>Where volumes, checkpoints, certificates and the agent's identity live.</summary>
    public string DataFolder { get; init; } = "/var/lib/orleans-kube-node";

    /// <summary>Where drivers of volumes and other plugins expect kubelet to be.</summary>
    public string KubeletFolder { get; init; } = "/var/lib/kubelet";

    /// <summary>The folder with the manifests of pods that this machine runs whatever the API server says; null for none.</summary>
    public string? StaticPods { get; init; }

    /// <summary>The socket of Docker Engine.</summary>
    public string DockerSocket { get; init; } = "/var/run/docker.sock";

    /// <summary>Labels that the node gets when it registers, beyond its own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The addresses of pods; null takes the node's spec.podCIDR, or <see cref="DefaultPodCidr"/> when that is not assigned.</summary>
    public string? PodCidr { get; init; }

    /// <summary>The Docker network that pods join.</summary>
    public string Network { get; init; } = "orleans-kube";

    /// <summary>Whether services are programmed into the machine's packet filter.</summary>
    public bool ServiceProxy { get; init; } = true;

    /// <summary>The port at which load balancers ask whether the service proxy keeps up; 0 for none.</summary>
    public int ProxyHealthPort { get; init; } = 10256;

    /// <summary>The port at which this machine's own programs ask how the service proxy works; 0 for none.</summary>
    public int ProxyStatusPort { get; init; } = 10249;

    /// <summary>The address of the cluster's DNS service, first in a pod's resolv.conf; null gives pods the machine's own servers.</summary>
    public string? ClusterDns { get; init; } = "10.96.0.10";

    /// <summary>The port of the pods' gateway on which the node answers for the DNS service; another one when it is taken.</summary>
    public int ClusterDnsPort { get; init; } = 10053;

    /// <summary>The domain under which services are found.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    public string DefaultPodCidr { get; init; } = "10.244.0.0/24";

    /// <summary>How many pods the node takes.</summary>
    public int MaximumPods { get; init; } = 110;

    /// <summary>What is set aside of the machine for the agent and Docker: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>. Pods are not offered it.</summary>
    public IReadOnlyDictionary<string, string> KubeReserved { get; init; } = new Dictionary<string, string>();

    /// <summary>The same for the machine's other programs.</summary>
    public IReadOnlyDictionary<string, string> SystemReserved { get; init; } = new Dictionary<string, string>();

    public NodeHeartbeatOptions Heartbeat { get; init; } = new();

    public ContainerOptions Containers { get; init; } = new();

    public EvictionOptions Eviction { get; init; } = new();

    /// <summary>How many tunnels wait for the API server's next stream.</summary>
    public int IdleTunnels { get; init; } = 4;
}

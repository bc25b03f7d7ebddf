using System.CommandLine;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>The options that <c>run</c> and <c>join</c> share.</summary>
internal sealed class AgentArguments
{
    private readonly Option<string> _docker = new("--docker") { Description = "The socket of Docker Engine.", DefaultValueFactory = _ => "/var/run/docker.sock" };
    private readonly Option<string?> _labels = new("--labels") { Description = "Labels of the node: key=value,key=value." };
    private readonly Option<string?> _podCidr = new("--pod-cidr") { Description = "The addresses of pods; the node's spec.podCIDR when not given." };
    private readonly Option<string> _network = new("--network") { Description = "The Docker network that pods join.", DefaultValueFactory = _ => "orleans-kube" };
    private readonly Option<bool> _noProxy = new("--no-service-proxy") { Description = "Leave the machine's packet filter alone." };

    private readonly Option<string> _dns = new("--cluster-dns")
    {
        Description = "The address of the cluster's DNS service; none gives pods the machine's own servers.", DefaultValueFactory = _ => "10.96.0.10",
    };

    private readonly Option<DirectoryInfo?> _manifests = new("--pod-manifest-path") { Description = "A folder with the manifests of static pods." };

    private readonly Option<string> _eviction = new("--eviction-hard")
    {
        Description = "When pods are ended for want of resources: memory.available<AMOUNT,nodefs.available<SHARE%,pid.available<SHARE%.",
        DefaultValueFactory = _ => "memory.available<100Mi,nodefs.available<10%,pid.available<10%",
    };

    public Option<string> Node { get; } = new("--node") { Description = "The name of the node.", DefaultValueFactory = _ => System.Environment.MachineName.ToLowerInvariant() };

    public Option<DirectoryInfo> Data { get; } = new("--data") { Description = "Where volumes, checkpoints and certificates live.", DefaultValueFactory = _ => new DirectoryInfo("/var/lib/orleans-kube-node") };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Node, Data, _docker, _labels, _podCidr, _network, _dns, _noProxy, _manifests, _eviction]) command.Options.Add(option);
    }

    public AgentOptions Read(ParseResult parsed, string kubeConfig) => new()
    {
        NodeName = parsed.GetRequiredValue(Node),
        KubeConfig = kubeConfig,
        DataFolder = parsed.GetRequiredValue(Data).FullName,
        DockerSocket = parsed.GetRequiredValue(_docker),
        Labels = Pairs.Parse(parsed.GetValue(_labels)),
        PodCidr = parsed.GetValue(_podCidr),
        Network = parsed.GetRequiredValue(_network),
        ClusterDns = parsed.GetRequiredValue(_dns) is var server and not "none" ? server : null,
        ServiceProxy = !parsed.GetValue(_noProxy),
        StaticPods = parsed.GetValue(_manifests)?.FullName,
        Eviction = EvictionThresholds.Parse(parsed.GetRequiredValue(_eviction)),
    };
}

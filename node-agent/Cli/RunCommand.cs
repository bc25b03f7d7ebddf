using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>run</c>: the agent of this machine.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var kubeConfig = CommandLine.KubeConfig();
        var node = new Option<string>("--node") { Description = "The name of the node.", DefaultValueFactory = _ => System.Environment.MachineName.ToLowerInvariant() };
        var data = new Option<DirectoryInfo>("--data") { Description = "Where volumes and checkpoints live.", Required = true };
        var docker = new Option<string>("--docker") { Description = "The socket of Docker Engine.", DefaultValueFactory = _ => "/var/run/docker.sock" };
        var labels = new Option<string?>("--labels") { Description = "Labels of the node: key=value,key=value." };
        var podCidr = new Option<string?>("--pod-cidr") { Description = "The addresses of pods; the node's spec.podCIDR when not given." };
        var network = new Option<string>("--network") { Description = "The Docker network that pods join.", DefaultValueFactory = _ => "orleans-kube" };
        var dns = new Option<string>("--cluster-dns")
        {
            Description = "The address of the cluster's DNS service; none gives pods the machine's own servers.", DefaultValueFactory = _ => "10.96.0.10",
        };
        var noProxy = new Option<bool>("--no-service-proxy") { Description = "Leave the machine's packet filter alone." };
        var command = new Command("run", "Runs the pods that are bound to this machine, with Docker.")
        {
            kubeConfig, node, data, docker, labels, podCidr, network, dns, noProxy,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new AgentOptions
        {
            NodeName = parsed.GetRequiredValue(node),
            KubeConfig = parsed.GetRequiredValue(kubeConfig).FullName,
            DataFolder = parsed.GetRequiredValue(data).FullName,
            DockerSocket = parsed.GetRequiredValue(docker),
            Labels = Pairs.Parse(parsed.GetValue(labels)),
            PodCidr = parsed.GetValue(podCidr),
            Network = parsed.GetRequiredValue(network),
            ClusterDns = parsed.GetRequiredValue(dns) is var server and not "none" ? server : null,
            ServiceProxy = !parsed.GetValue(noProxy),
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AgentOptions options, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddAgentConsole());
        var logger = logging.CreateLogger("node-agent");
        try
        {
            var owner = AgentIdentity.Ensure(options.DataFolder);
            using var client = new KubeClient(KubeConfigLoader.FromFile(options.KubeConfig), new KubeClientOptions { UserAgent = "node-agent/0.1" });
            await using var runtime = new DockerRuntime(options.DockerSocket, owner, options.Network, options.Containers);
            await new NodeAgentHost(options, client, runtime, logging, TimeProvider.System).RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is KubeConfigException or RuntimeException or IOException)
        {
            logger.LogCritical("{Reason}", e.Message);
            return 1;
        }
    }
}

using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Simulation;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>simulate</c>: one process that is many nodes, for trials and scale tests.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var kubeConfig = CommandLine.KubeConfig();
        var nodes = new Option<int>("--nodes") { Description = "How many nodes to be.", Required = true };
        var prefix = new Option<string>("--prefix") { Description = "The start of the nodes' names.", DefaultValueFactory = _ => "sim-node-" };
        var delay = new Option<TimeSpan>("--start-delay") { Description = "The time that a pod takes to start, such as 0:0:2." };
        var command = new Command("simulate", "Registers simulated nodes and carries their pods without containers.") { kubeConfig, nodes, prefix, delay };
        command.SetAction((parsed, cancellationToken) => RunAsync(new SimulationOptions
        {
            KubeConfig = parsed.GetRequiredValue(kubeConfig).FullName,
            Nodes = parsed.GetRequiredValue(nodes),
            Prefix = parsed.GetRequiredValue(prefix),
            StartDelay = parsed.GetValue(delay),
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddAgentConsole());
        using var client = new KubeClient(KubeConfigLoader.FromFile(options.KubeConfig), new KubeClientOptions { UserAgent = "node-agent/simulated" });
        var nodes = new SimulatedNodes(client, options, TimeProvider.System, logging.CreateLogger<SimulatedNodes>());
        var pods = new SimulatedPods(client, nodes, options, TimeProvider.System, logging.CreateLogger<SimulatedPods>());
        var servers = new ServerDirectory(client, folder: null, logging.CreateLogger<ServerDirectory>());
        try
        {
            await nodes.RegisterAsync(cancellationToken);
            await Task.WhenAll(nodes.RenewAsync(cancellationToken), pods.RunAsync(cancellationToken), servers.RunAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }

        return 0;
    }
}

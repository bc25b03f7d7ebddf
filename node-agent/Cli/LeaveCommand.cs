using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Joining;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>leave</c>: takes this machine out of its cluster: the Node object, and all that the agent made here.</summary>
internal static class LeaveCommand
{
    public static Command Create()
    {
        var arguments = new AgentArguments();
        var command = new Command("leave", "Takes this machine out of its cluster and removes all that its agent made. The agent must not run.");
        command.Aliases.Add("reset");
        arguments.AddTo(command);
        arguments.SetAction(command, async (_, options, cancellationToken) =>
        {
            var credentials = new NodeCredentials(options.DataFolder);
            if (File.Exists(credentials.KubeConfig)) await RemoveNodeAsync(credentials.KubeConfig, options.NodeName, cancellationToken);
            var code = await CleanupCommand.RunAsync(options.DataFolder, options.DockerSocket, options.Network, keep: false, cancellationToken);
            if (code != 0) return code;
            if (Directory.Exists(options.DataFolder)) Directory.Delete(options.DataFolder, recursive: true);
            return 0;
        });
        return command;
    }

    /// <summary>A cluster that cannot be reached keeps the Node; the machine is cleaned all the same.</summary>
    private static async Task RemoveNodeAsync(string kubeConfig, string node, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new KubeClient(KubeConfigLoader.FromFile(kubeConfig), new KubeClientOptions { UserAgent = "node-agent/0.1", RequestTimeout = TimeSpan.FromSeconds(15) });
            await client.Of<Node>().DeleteAsync(node, cancellationToken: cancellationToken);
            Console.WriteLine($"node {node} is removed from the cluster");
        }
        catch (StatusException e) when (e.Code == 404)
        {
            Console.WriteLine($"the cluster has no node {node}");
        }
        catch (Exception e) when (e is HttpRequestException or StatusException or KubeConfigException)
        {
            await Console.Error.WriteLineAsync($"node {node} stays in the cluster, remove it with kubectl delete node {node}: {e.Message}");
        }
    }
}

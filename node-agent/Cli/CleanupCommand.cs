using System.CommandLine;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Proxy;
using Orleans.Kube.NodeAgent.Routes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>cleanup</c>: removes from the machine what an agent made: containers, its network, mounts.</summary>
internal static class CleanupCommand
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The data folder of the agent.", Required = true };
        var docker = new Option<string>("--docker") { Description = "The socket of Docker Engine.", DefaultValueFactory = _ => "/var/run/docker.sock" };
        var network = new Option<string>("--network") { Description = "The Docker network that pods joined.", DefaultValueFactory = _ => "orleans-kube" };
        var command = new Command("cleanup", "Removes the containers, networks and rules that an agent made. The agent must not run.") { data, docker, network };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(docker), parsed.GetRequiredValue(network), cancellationToken));
        return command;
    }

    /// <summary>Removes what the agent of a data folder made.</summary>
    public static async Task<int> RunAsync(string data, string docker, string network, CancellationToken cancellationToken)
    {
        if (AgentIdentity.Find(data) is not { } owner)
        {
            Console.WriteLine($"no agent has run in {data}");
            return 0;
        }

        try
        {
            await using var runtime = new DockerRuntime(docker, owner, network, new ContainerOptions());
            var containers = await runtime.ListAsync(null, cancellationToken);
            await Task.WhenAll(containers.Where(c => !c.IsSandbox).Select(c => RemoveAsync(runtime, c, cancellationToken)));
            await Task.WhenAll(containers.Where(c => c.IsSandbox).Select(c => runtime.RemoveAsync(c.Id, cancellationToken)));
            await runtime.RemoveNetworkAsync(cancellationToken);
            await new IptablesFilter(new ChainNames(owner)).RemoveAsync(cancellationToken);
            await Overlay.RemoveAsync(cancellationToken);
            var folders = new PodFolders(data);
            if (Directory.Exists(folders.All)) Mounts.UnmountAll(folders.All);
            Console.WriteLine($"removed {containers.Count} containers");
            return 0;
        }
        catch (Exception e) when (e is RuntimeException or IOException or PacketFilterException or NetworkCommandException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task RemoveAsync(DockerRuntime runtime, RuntimeContainer container, CancellationToken cancellationToken)
    {
        if (container.State == RuntimeState.Running) await runtime.StopAsync(container.Id, Grace, cancellationToken);
        await runtime.RemoveAsync(container.Id, cancellationToken);
    }
}

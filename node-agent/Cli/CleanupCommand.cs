using System.CommandLine;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Proxy;
using Orleans.Kube.NodeAgent.Routes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>cleanup</c>: ends what an agent runs, and removes from the machine what it made: containers, its network, mounts.</summary>
internal static class CleanupCommand
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The data folder of the agent.", Required = true };
        var docker = new Option<string>("--docker") { Description = "The socket of Docker Engine.", DefaultValueFactory = _ => "/var/run/docker.sock" };
        var network = new Option<string>("--network") { Description = "The Docker network that pods joined.", DefaultValueFactory = _ => "orleans-kube" };
        var keep = new Option<bool>("--keep") { Description = "Keep the ended containers, with their logs: the agent, when it runs again, starts them anew." };
        var command = new Command("cleanup", "Removes the containers, networks and rules that an agent made. The agent must not run.") { data, docker, network, keep };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(docker), parsed.GetRequiredValue(network), parsed.GetValue(keep), cancellationToken));
        return command;
    }

    /// <summary>Removes what the agent of a data folder made, or only ends it as a machine does that is switched off.</summary>
    public static async Task<int> RunAsync(string data, string docker, string network, bool keep, CancellationToken cancellationToken)
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
            foreach (var alike in containers.GroupBy(static c => c.IsSandbox).OrderBy(static g => g.Key))
                await Task.WhenAll(alike.Select(c => EndAsync(runtime, c, keep, cancellationToken)));
            if (!keep) await runtime.RemoveNetworkAsync(cancellationToken);
            await new IptablesFilter(new ChainNames(owner)).RemoveAsync(cancellationToken);
            await Overlay.RemoveAsync(cancellationToken);
            var folders = new PodFolders(data);
            if (Directory.Exists(folders.All)) Mounts.UnmountAll(folders.All);
            Unmount(new CsiRecords(folders), new CsiPaths(Path.GetFullPath(AgentSettings.Load(null).KubeletFolder)), keep);
            Console.WriteLine($"{(keep ? "ended" : "removed")} {containers.Count} containers");
            return 0;
        }
        catch (Exception e) when (e is RuntimeException or IOException or PacketFilterException or NetworkCommandException or SettingsException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Unmounts what drivers have mounted, which have ended with the other containers.</summary>
    private static void Unmount(CsiRecords records, CsiPaths paths, bool keep)
    {
        foreach (var record in records.All)
        {
            Mounts.UnmountAll(record.Target);
            if (record.Staging is { } staging) Mounts.UnmountAll(staging);
            if (keep) records.Put(record with { Boot = null });
            else paths.Remove(record);
        }

        if (!keep) paths.Clear();
    }

    private static async Task EndAsync(DockerRuntime runtime, RuntimeContainer container, bool keep, CancellationToken cancellationToken)
    {
        if (container.State == RuntimeState.Running && (keep || !container.IsSandbox)) await runtime.StopAsync(container.Id, Grace, cancellationToken);
        if (!keep) await runtime.RemoveAsync(container.Id, cancellationToken);
    }
}

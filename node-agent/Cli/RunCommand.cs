using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.Hosting;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Joining;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>run</c>: the agent of this machine.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var arguments = new AgentArguments();
        var kubeConfig = new Option<FileInfo?>("--kubeconfig") { Description = "The kubeconfig to reach the API server with; the one of a node that has joined when not given." };
        var command = new Command("run", "Runs the pods that are bound to this machine, with Docker.") { kubeConfig };
        arguments.AddTo(command);
        arguments.SetAction(command, (parsed, options, cancellationToken) =>
        {
            var named = parsed.GetValue(kubeConfig)?.FullName ?? options.KubeConfig;
            return RunAsync(options with { KubeConfig = named.Length > 0 ? named : new NodeCredentials(options.DataFolder).KubeConfig }, cancellationToken);
        });
        return command;
    }

    /// <summary>Runs an agent until cancelled.</summary>
    public static async Task<int> RunAsync(AgentOptions options, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddAgentConsole());
        var logger = logging.CreateLogger("node-agent");
        try
        {
            var owner = AgentIdentity.Ensure(options.DataFolder);
            using var client = new KubeClient(KubeConfigLoader.FromFile(options.KubeConfig), new KubeClientOptions { UserAgent = "node-agent/0.1" });
            await using var runtime = new DockerRuntime(options.DockerSocket, owner, options.Network, options.Containers);
            var rotation = new CertificateRotation(
                new NodeCredentials(options.DataFolder), new CertificateRequester(client, options.NodeName, TimeProvider.System).RequestAsync, Random.Shared.NextDouble(),
                TimeProvider.System, logging.CreateLogger<CertificateRotation>());
            await TogetherAsync(cancellationToken,
                new NodeAgentHost(options, client, runtime, logging, TimeProvider.System).RunAsync, rotation.RunAsync, new IdleMemory(TimeProvider.System).RunAsync);
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

    /// <summary>Runs what belongs together: when one fails, the others end too.</summary>
    private static async Task TogetherAsync(CancellationToken cancellationToken, params Func<CancellationToken, Task>[] parts)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(parts.Select(RunAsync));

        async Task RunAsync(Func<CancellationToken, Task> part)
        {
            try
            {
                await part(together.Token);
            }
            catch
            {
                await together.CancelAsync();
                throw;
            }
        }
    }
}

using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class LateDockerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("late-docker-").FullName;
    private readonly AgentOnDocker _agent;

    public LateDockerTests() => _agent = new AgentOnDocker { Socket = Path.Combine(_folder, "docker.sock") };

    public ValueTask InitializeAsync() => _agent.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_agent_without_docker_waits_says_so_and_runs_its_pods_once_docker_is_there()
    {
        await _agent.RunAsync("early", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        await UntilReadyAsync("False", "container runtime is down");

        File.CreateSymbolicLink(_agent.Socket, "/var/run/docker.sock");

        await _agent.UntilAsync("early", static p => p.Status.Phase == "Running");
        await UntilReadyAsync("True", "kubelet is posting ready status");
    }

    private async Task UntilReadyAsync(string status, string message)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var change in _agent.Server.Client.Of<Node>().WatchAsync(new ListOptions { ResourceVersion = "0" }, limit.Token))
            if (change.Object.Status.Conditions.Any(c => c.Type == "Ready" && c.Status == status && c.Message == message)) return;
    }
}

using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Cli;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class AgentRestartTests : IAsyncLifetime
{
    private readonly AgentOnDocker _agent = new();

    public ValueTask InitializeAsync() => _agent.InitializeAsync();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task A_new_agent_adopts_what_runs_and_removes_what_has_gone_meanwhile()
    {
        await _agent.RunAsync("stays", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        var goes = await _agent.RunAsync("goes", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        var before = await _agent.UntilAsync("stays", IsRunning);
        await _agent.UntilAsync("goes", IsRunning);

        await _agent.StopAsync();
        await _agent.Pods.DeleteAsync("goes", new Model.Meta.DeleteOptions { GracePeriodSeconds = 0 });
        _agent.Start();

        await _agent.RunAsync("next", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        await _agent.UntilAsync("next", IsRunning);
        var after = await _agent.Pods.GetAsync("stays");
        after.Status.ContainerStatuses[0].ContainerID.ShouldBe(before.Status.ContainerStatuses[0].ContainerID);
        after.Status.ContainerStatuses[0].RestartCount.ShouldBe(0);
        await using var events = _agent.Runtime.EventsAsync(CancellationToken.None).GetAsyncEnumerator();
        await events.MoveNextAsync();
        while ((await _agent.Runtime.ListAsync(goes.Metadata.Uid, CancellationToken.None)).Count > 0) (await events.MoveNextAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_drops_its_watches_loses_nothing()
    {
        await _agent.RunAsync("first", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        await _agent.UntilAsync("first", IsRunning);

        _agent.Server.DropWatches();
        await _agent.RunAsync("second", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });

        await _agent.UntilAsync("second", IsRunning);
    }

    [Fact]
    public async Task What_ended_with_its_machine_runs_anew_and_shows_how_it_had_ended()
    {
        await _agent.RunAsync("back", new PodSpec { Containers = [AgentOnDocker.Shell("trap 'echo bye; exit 7' TERM; echo hello; while true; do sleep 0.1; done")] });
        var before = await _agent.UntilAsync("back", IsRunning);
        await _agent.StopAsync();
        (await CleanupCommand.RunAsync(_agent.Data, _agent.Socket, _agent.Network, keep: true, CancellationToken.None)).ShouldBe(0);

        _agent.Start();

        var after = await _agent.UntilAsync("back", static p => p.Status.ContainerStatuses is [{ RestartCount: 1, State.Running: not null }]);
        var last = after.Status.ContainerStatuses[0].LastState.Terminated.ShouldNotBeNull();
        (last.ExitCode, last.Reason, last.ContainerID).ShouldBe((7, "Error", before.Status.ContainerStatuses[0].ContainerID));
        var log = new MemoryStream();
        await _agent.Runtime.Streams.LogsAsync(last.ContainerID["docker://".Length..], new LogQuery(), log, CancellationToken.None);
        Encoding.UTF8.GetString(log.ToArray()).ShouldBe("hello\nbye\n");
    }

    private static bool IsRunning(Pod pod) => pod.Status.Phase == "Running";
}

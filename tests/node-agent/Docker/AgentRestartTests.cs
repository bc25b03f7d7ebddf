using Orleans.Kube.Model.Core;

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

    private static bool IsRunning(Pod pod) => pod.Status.Phase == "Running";
}

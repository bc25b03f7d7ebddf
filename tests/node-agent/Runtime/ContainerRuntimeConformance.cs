using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

/// <summary>What every runtime promises.</summary>
public abstract class ContainerRuntimeConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected abstract IContainerRuntime Runtime { get; }

    protected abstract string Image { get; }

    [Fact]
    public async Task A_container_is_made_started_stopped_and_removed()
    {
        var (pod, sandbox) = await SandboxAsync();
        var id = await Runtime.CreateContainerAsync(await SpecAsync(pod, sandbox), None);
        (await FindAsync(pod, id))!.State.ShouldBe(RuntimeState.Created);

        await Runtime.StartContainerAsync(id, None);
        var running = (await FindAsync(pod, id))!;
        running.State.ShouldBe(RuntimeState.Running);
        running.StartedAt.ShouldNotBeNull();

        await Runtime.StopAsync(id, TimeSpan.FromSeconds(1), None);
        var ended = (await FindAsync(pod, id))!;
        ended.State.ShouldBe(RuntimeState.Exited);
        ended.ExitCode.ShouldBeGreaterThan(128);
        ended.FinishedAt.ShouldNotBeNull();

        await Runtime.RemoveAsync(id, None);
        (await FindAsync(pod, id)).ShouldBeNull();
        await Runtime.RemoveAsync(sandbox, None);
    }

    [Fact]
    public async Task What_a_running_container_may_use_can_be_changed()
    {
        var (pod, sandbox) = await SandboxAsync();
        var before = new ContainerResources { CpuShares = 102, CpuQuota = 10_000, Memory = 32 << 20 };
        var id = await Runtime.CreateContainerAsync(await SpecAsync(pod, sandbox) with { Resources = before }, None);
        await Runtime.StartContainerAsync(id, None);
        (await FindAsync(pod, id))!.Resources!.Grants(before).ShouldBeTrue();

        var after = new ContainerResources { CpuShares = 204, CpuQuota = 20_000, Memory = 64 << 20 };
        await Runtime.UpdateResourcesAsync(id, after, None);
        (await FindAsync(pod, id))!.Resources!.Grants(after).ShouldBeTrue();
        await CleanAsync(pod);
    }

    [Fact]
    public async Task What_was_made_tells_whose_it_is()
    {
        var (pod, sandbox) = await SandboxAsync();
        var id = await Runtime.CreateContainerAsync(await SpecAsync(pod, sandbox) with { Attempt = 7, Notes = new ContainerNotes { TerminationLog = "/x" } }, None);

        var found = (await Runtime.ListAsync(null, None)).Single(c => c.Id == id);

        found.Pod.ShouldBe(pod);
        (found.Name, found.Attempt, found.SandboxId, found.Image, found.Notes.TerminationLog).ShouldBe(("main", 7, sandbox, Image, "/x"));
        (await Runtime.ListAsync(pod.Uid, None)).Count(c => c.IsSandbox).ShouldBe(1);
        await CleanAsync(pod);
    }

    [Fact]
    public async Task A_sandbox_has_an_address_while_it_runs()
    {
        var (pod, sandbox) = await SandboxAsync();
        (await FindAsync(pod, sandbox))!.Address.ShouldNotBeEmpty();

        await Runtime.StopAsync(sandbox, TimeSpan.FromSeconds(1), None);

        var stopped = (await FindAsync(pod, sandbox))!;
        (stopped.State, stopped.Address).ShouldBe((RuntimeState.Exited, ""));
        await CleanAsync(pod);
    }

    [Fact]
    public async Task Stopping_and_removing_what_is_gone_succeeds()
    {
        await Runtime.StopAsync("0123456789abcdef", TimeSpan.Zero, None);
        await Runtime.KillAsync("0123456789abcdef", None);
        await Runtime.RemoveAsync("0123456789abcdef", None);
    }

    [Fact]
    public async Task The_end_of_a_container_is_told_after_the_stream_has_begun()
    {
        var (pod, sandbox) = await SandboxAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var events = Runtime.EventsAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        (await events.MoveNextAsync()).ShouldBeTrue();
        events.Current.ShouldBe(RuntimeEvent.Connected);

        await Runtime.KillAsync(sandbox, None);

        do (await events.MoveNextAsync()).ShouldBeTrue();
        while (events.Current.PodUid != pod.Uid);
        await CleanAsync(pod);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_refused()
    {
        var (pod, sandbox) = await SandboxAsync();
        (await Runtime.Images.FindAsync("orleans-kube/none:1", None)).ShouldBeNull();
        var spec = new ContainerSpec { Pod = pod, Name = "main", SandboxId = sandbox, Image = "orleans-kube/none:1", ImageId = "orleans-kube/none:1" };
        await Should.ThrowAsync<RuntimeException>(Runtime.CreateContainerAsync(spec, None));
        await CleanAsync(pod);
    }

    private async Task<(PodIdentity Pod, string Sandbox)> SandboxAsync()
    {
        var pod = new PodIdentity("default", $"pod-{Guid.NewGuid():N}"[..12], Guid.NewGuid().ToString());
        return (pod, await Runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "host" }, None));
    }

    private async Task<ContainerSpec> SpecAsync(PodIdentity pod, string sandbox) => new()
    {
        Pod = pod, Name = "main", SandboxId = sandbox, Image = Image, ImageId = (await Runtime.Images.FindAsync(Image, None))!.Id, Command = ["sleep", "1000"],
    };

    private async Task<RuntimeContainer?> FindAsync(PodIdentity pod, string id) => (await Runtime.ListAsync(pod.Uid, None)).FirstOrDefault(c => c.Id == id);

    private async Task CleanAsync(PodIdentity pod)
    {
        foreach (var left in (await Runtime.ListAsync(pod.Uid, None)).OrderBy(c => c.IsSandbox)) await Runtime.RemoveAsync(left.Id, None);
    }
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

public sealed class EvictionOnDockerTests
{
    [Fact]
    public async Task A_pod_goes_when_the_machine_is_short_of_memory_and_the_next_is_refused()
    {
        var agent = new AgentOnDocker { Eviction = new EvictionOptions { Hard = new Dictionary<string, string> { ["memory.available"] = "1Ei" }, Check = TimeSpan.FromSeconds(2) } };
        await agent.InitializeAsync();
        await using var _ = agent;
        await agent.RunAsync("first", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });

        var evicted = await agent.UntilAsync("first", static p => p.Status.Phase == PodPhase.Failed);
        (evicted.Status.Reason, evicted.Status.Message[..8]).ShouldBe(("Evicted", "The node"));
        evicted.Status.Conditions.ShouldContain(static c => c.Type == PodConditionType.DisruptionTarget && c.Reason == "TerminationByKubelet");
        await agent.UntilEventAsync("test-node", "EvictionThresholdMet", "Attempting to reclaim memory");
    }

    [Fact]
    public async Task A_disk_on_which_images_make_no_room_is_told_and_told_otherwise_when_it_stays_so()
    {
        var agent = new AgentOnDocker
        {
            Eviction = new EvictionOptions { Hard = new Dictionary<string, string>(), Check = TimeSpan.FromSeconds(1), ImageCheck = TimeSpan.FromSeconds(1), ImagesHigh = 0, ImagesLow = 0 },
        };
        await agent.InitializeAsync();
        await using var _ = agent;
        foreach (var reason in (string[])["FreeDiskSpaceFailed", "ImageGCFailed"])
        {
            await agent.UntilEventAsync("test-node", reason, static text => text.StartsWith("Failed to garbage collect required amount of images. Attempted to free ", StringComparison.Ordinal)
                && text.EndsWith(" bytes, but only found 0 bytes eligible to free.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_pod_goes_when_its_folder_outgrows_its_limit()
    {
        var agent = new AgentOnDocker();
        await agent.InitializeAsync();
        await using var _ = agent;
        await agent.RunAsync("full", new PodSpec
        {
            Containers = [AgentOnDocker.Shell("sleep 1; dd if=/dev/zero of=/data/file bs=1024 count=2048; sleep 1000") with { VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }] }],
            Volumes = [new Volume { Name = "data", EmptyDir = new EmptyDirVolumeSource { SizeLimit = Quantity.Parse("1Mi") } }],
        });

        var evicted = await agent.UntilAsync("full", static p => p.Status.Phase == PodPhase.Failed);
        (evicted.Status.Reason, evicted.Status.Message).ShouldBe(("Evicted", "Usage of EmptyDir volume \"data\" exceeds the limit \"1Mi\". "));
        evicted.Status.ContainerStatuses[0].State.Terminated.ShouldNotBeNull();
    }
}

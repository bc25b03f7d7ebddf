using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PodRetriesTests
{
    private static readonly PodRetries.Whose Main = new("main", "a:1", PodScene.Identity);

    [Theory]
    [InlineData("RunContainerError", "CrashLoopBackOff", "back-off 10s restarting failed container=main pod=web_default(uid-1)")]
    [InlineData("PostStartHookError", "CrashLoopBackOff", "back-off 10s restarting failed container=main pod=web_default(uid-1)")]
    [InlineData("ErrImagePull", "ImagePullBackOff", "Back-off pulling image \"a:1\": ErrImagePull: no")]
    [InlineData("CreateContainerError", "CreateContainerError", "no")]
    [InlineData("CreateContainerConfigError", "CreateContainerConfigError", "no")]
    public void What_failed_is_shown_for_a_moment_and_then_that_it_waits(string reason, string later, string message)
    {
        var trouble = new PodRetries(new ContainerOptions(), new FakeTime(PodScene.Noon)).Of(null, reason, "no", Main);
        trouble.Shown(PodScene.Noon.AddSeconds(1)).ShouldBe((reason, "no"));
        trouble.Shown(PodScene.Noon.AddSeconds(2)).ShouldBe((later, message));
    }

    [Fact]
    public void The_wait_that_is_told_grows()
    {
        var retries = new PodRetries(new ContainerOptions(), new FakeTime(PodScene.Noon));
        var trouble = retries.Of(retries.Of(null, "RunContainerError", "no", Main), "RunContainerError", "no", Main);
        trouble.Shown(PodScene.Noon.AddSeconds(2)).Message.ShouldBe("back-off 20s restarting failed container=main pod=web_default(uid-1)");
    }
}

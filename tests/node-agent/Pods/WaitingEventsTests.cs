using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class WaitingEventsTests
{
    private const string Restarting = "Warning BackOff: Back-off restarting failed container main in pod web_default(uid-1)";
    private static readonly Pod Pod = PodScene.With("Always", new Container { Name = "main" }).Pod;
    private readonly RecordedEvents _events = new();

    [Fact]
    public void A_wait_is_told_when_it_begins_and_now_and_then_while_it_lasts()
    {
        var waiting = new WaitingEvents(_events);
        waiting.Record(Pod, Waiting("ContainerCreating"), At(0)).ShouldBeNull();
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(1)).ShouldBe(At(13));
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(12)).ShouldBe(At(13));
        _events.All.ShouldBe([Restarting]);
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(13)).ShouldBe(At(25));
        _events.All.ShouldBe([Restarting, Restarting]);
    }

    [Fact]
    public void A_wait_after_another_is_told_at_once()
    {
        var waiting = new WaitingEvents(_events);
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(0));
        waiting.Record(Pod, new PodStatus { ContainerStatuses = [new ContainerStatus { Name = "main", State = new ContainerState { Running = new ContainerStateRunning() } }] }, At(1)).ShouldBeNull();
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(2));
        waiting.Record(Pod, Waiting("ImagePullBackOff"), At(3));
        _events.All.ShouldBe([Restarting, Restarting, "Normal BackOff: Back-off pulling image \"a:1\"", "Warning Failed: Error: ImagePullBackOff"]);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_silence_it()
    {
        var waiting = new WaitingEvents(_events);
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(1000));
        waiting.Record(Pod, Waiting("CrashLoopBackOff"), At(0)).ShouldBe(At(12));
        _events.All.Count.ShouldBe(2);
    }

    [Fact]
    public void Ephemeral_containers_wait_too()
    {
        new WaitingEvents(_events).Record(Pod, new PodStatus { EphemeralContainerStatuses = Waiting("ImagePullBackOff").ContainerStatuses }, At(0)).ShouldBe(At(12));
        _events.All.Count.ShouldBe(2);
    }

    private static DateTimeOffset At(int seconds) => PodScene.Noon.AddSeconds(seconds);

    private static PodStatus Waiting(string reason) => new()
    {
        ContainerStatuses = [new ContainerStatus { Name = "main", Image = "a:1", State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = reason } } }],
    };
}

using Orleans.Kube.Controllers.Scheduling;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

public class SchedulingQueueTests
{
    private readonly SchedulingQueue _queue = new(new SchedulerOptions());
    private DateTimeOffset _now = Cluster.Now;

    [Fact]
    public void Higher_priority_first_then_first_come()
    {
        foreach (var (name, priority) in new[] { ("a", 0), ("b", 10), ("c", 0), ("d", 10) }) _queue.Put(Pod(name, priority), _now);

        Enumerable.Range(0, 4).Select(_ => _queue.Take(_now)!.Demand.Key.Name).ShouldBe(["b", "d", "a", "c"]);
        _queue.Take(_now).ShouldBeNull();
    }

    [Fact]
    public void A_parked_pod_comes_back_after_a_change_that_may_help_and_no_sooner_than_its_backoff()
    {
        _queue.Put(Pod("a"), _now);
        _queue.Park(_queue.Take(_now)!, ClusterChanges.Nodes | ClusterChanges.PodsGone, _now);

        _queue.Heal(ClusterChanges.PodsPlaced, _now + TimeSpan.FromSeconds(2));
        _queue.Take(_now + TimeSpan.FromSeconds(2)).ShouldBeNull();
        _queue.Heal(ClusterChanges.PodsGone, _now);
        _queue.Take(_now).ShouldBeNull();
        _queue.Due().ShouldBe(_now + TimeSpan.FromSeconds(1));
        _queue.Take(_now + TimeSpan.FromSeconds(1)).ShouldNotBeNull().Attempts.ShouldBe(2);
    }

    [Fact]
    public void Waits_double_up_to_the_longest()
    {
        _queue.Put(Pod("a"), _now);
        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            _queue.PutOff(_queue.Take(_now)!, _now);
            var due = _queue.Due()!.Value;
            waits.Add((due - _now).TotalSeconds);
            _now = due;
        }

        waits.ShouldBe([1, 2, 4, 8, 10, 10]);
    }

    [Fact]
    public void A_parked_pod_is_tried_again_after_five_minutes_whatever_happens()
    {
        _queue.Put(Pod("a"), _now);
        _queue.Park(_queue.Take(_now)!, ClusterChanges.Nodes, _now);

        _queue.Due().ShouldBe(_now + TimeSpan.FromMinutes(5));
        _queue.Take(_now + TimeSpan.FromMinutes(5)).ShouldNotBeNull();
    }

    [Fact]
    public void A_change_of_what_a_parked_pod_asks_for_revives_it_but_news_of_its_status_does_not()
    {
        var pod = Pod("a");
        _queue.Put(pod, _now);
        _queue.Park(_queue.Take(_now)!, ClusterChanges.Nodes, _now);
        _now += TimeSpan.FromSeconds(30);

        _queue.Put(new PodDemand(pod.Pod with { Status = pod.Pod.Status with { Message = "x" } }), _now);
        _queue.Take(_now).ShouldBeNull();
        _queue.Put(new PodDemand(pod.Pod with { Metadata = pod.Pod.Metadata with { Labels = Make.Labels("app=db") } }), _now);
        _queue.Take(_now).ShouldNotBeNull();
    }

    [Fact]
    public void A_pod_that_is_gone_is_not_put_back()
    {
        _queue.Put(Pod("a"), _now);
        var taken = _queue.Take(_now)!;
        _queue.Remove(taken.Demand.Uid);
        _queue.PutOff(taken, _now);

        _queue.Count.ShouldBe(0);
        _queue.Due().ShouldBeNull();
    }

    private static PodDemand Pod(string name, int priority = 0) => Cluster.Pod(name, spec: p => p with { Priority = priority });
}

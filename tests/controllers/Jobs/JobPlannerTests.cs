using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Jobs;

public class JobPlannerTests
{
    private readonly World _world = new();

    [Fact]
    public void A_job_runs_its_pod_counts_it_and_completes()
    {
        _world.PutJob();
        _world.SettleJob();
        var pod = _world.JobPods().ShouldHaveSingleItem();
        pod.Metadata.Finalizers.ShouldContain(JobTracking.Finalizer);
        _world.Job().Status.StartTime.ShouldBe(_world.Now);

        _world.End(pod);
        _world.SettleJob();

        var status = _world.Job().Status;
        (status.Succeeded, status.Failed, status.Active).ShouldBe((1, 0, 0));
        _world.Job().Condition("SuccessCriteriaMet").ShouldNotBeNull().Reason.ShouldBe("CompletionsReached");
        _world.Job().Condition("Complete").ShouldNotBeNull().Message.ShouldBe("Reached expected number of succeeded pods");
        status.CompletionTime.ShouldBe(_world.Now);
        _world.JobPods()[0].IsTracked().ShouldBeFalse();
        _world.Events.ShouldContain(PlannedEvent.Normal("Completed", "Job completed"));
    }

    [Fact]
    public void A_pod_that_is_released_is_free_of_the_finalizer()
    {
        _world.PutJob();
        _world.SettleJob();
        var pod = _world.JobPods().ShouldHaveSingleItem();
        _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Labels = EmptyMap<string>.Value } });
        _world.SettleJob();

        var released = _world.Get<Pod>(Resources.Pods, pod.Metadata.Name);
        (released.Metadata.OwnerReferences.Count, released.IsTracked()).ShouldBe((0, false));
        _world.JobPods().ShouldHaveSingleItem().Metadata.Name.ShouldNotBe(pod.Metadata.Name);
    }

    [Fact]
    public void Failed_pods_are_replaced_after_a_wait_that_doubles()
    {
        _world.PutJob();
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            _world.SettleJob();
            _world.End(_world.JobPods().Single(static p => !p.IsFinished()), 1);
            _world.SettleJob();
            var due = _world.PlanJob().Due.ShouldNotBeNull();
            waits.Add((due - _world.Now).TotalSeconds);
            _world.Advance(due - _world.Now);
        }

        waits.ShouldBe([10, 20, 40, 80]);
        _world.Job().Status.Failed.ShouldBe(4);
    }

    [Fact]
    public void Beyond_the_backoff_limit_the_job_fails()
    {
        _world.PutJob(static spec => spec with { BackoffLimit = 0 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0], 1);
        _world.SettleJob();

        var failed = _world.Job().Condition("Failed").ShouldNotBeNull();
        (failed.Reason, failed.Message).ShouldBe(("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
        _world.Job().Condition("FailureTarget").ShouldNotBeNull();
        _world.Events.ShouldContain(PlannedEvent.Warning("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }

    [Fact]
    public void A_deadline_ends_the_job_and_its_pods()
    {
        _world.PutJob(static spec => spec with { ActiveDeadlineSeconds = 30 });
        _world.SettleJob();
        _world.PlanJob().Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(30));
        _world.Advance(TimeSpan.FromSeconds(30));
        _world.SettleJob();

        _world.JobPods().ShouldBeEmpty();
        _world.Job().Condition("Failed").ShouldNotBeNull().Reason.ShouldBe("DeadlineExceeded");
        _world.Job().Status.Failed.ShouldBe(1);
    }

    [Fact]
    public void Indexed_pods_know_their_index_and_complete_it_once()
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 5, Parallelism = 3 });
        _world.SettleJob();
        var pods = _world.JobPods().OrderBy(JobTracking.IndexOf).ToArray();
        pods.Select(JobTracking.IndexOf).ShouldBe([0, 1, 2]);
        pods[1].Metadata.Name.ShouldMatch("^work-1-[a-z0-9]{5}$");
        pods[1].Spec.Hostname.ShouldBe("work-1");
        pods[1].Spec.Containers[0].Env.ShouldContain(static e => e.Name == "JOB_COMPLETION_INDEX");

        _world.End(pods[1]);
        _world.End(pods[2]);
        _world.SettleJob();
        _world.Job().Status.CompletedIndexes.ShouldBe("1,2");
        foreach (var pod in _world.JobPods().Where(static p => !p.IsFinished())) _world.End(pod);
        _world.SettleJob();
        _world.Job().Status.CompletedIndexes.ShouldBe("0-4");
        _world.Job().Status.Succeeded.ShouldBe(5);
        _world.Job().Condition("Complete").ShouldNotBeNull();
    }

    [Fact]
    public void The_name_of_a_pod_keeps_its_index_however_long_that_of_its_job_is()
    {
        var job = _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 1 });
        _world.Put(Resources.Jobs, job with { Metadata = job.Metadata with { Name = new('a', 61) } });

        _world.PlanJob(new('a', 61)).Creates.ShouldHaveSingleItem().Key.Name.ShouldMatch("^a{55}-0-[a-z0-9]{5}$");
    }

    [Fact]
    public void With_a_limit_for_each_index_one_bad_index_does_not_end_the_others()
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 2, Parallelism = 2, BackoffLimit = null, BackoffLimitPerIndex = 1 });
        _world.SettleJob();
        _world.End(Pod(0), 1);
        _world.SettleJob();
        _world.Advance(TimeSpan.FromSeconds(10));
        _world.SettleJob();
        Pod(0).Metadata.Annotations[JobTracking.IndexFailures].ShouldBe("1");
        _world.End(Pod(0), 1);
        _world.End(Pod(1));
        _world.SettleJob();

        _world.Job().Status.FailedIndexes.ShouldBe("0");
        _world.Job().Status.CompletedIndexes.ShouldBe("1");
        _world.Job().Condition("Failed").ShouldNotBeNull().Reason.ShouldBe("FailedIndexes");
    }

    [Fact]
    public void A_failure_policy_can_end_the_job_or_overlook_a_failure()
    {
        PodFailurePolicyRule OnExit(string action, int code) => new() { Action = action, OnExitCodes = new() { Operator = "In", Values = [code] } };
        _world.PutJob(spec => spec with { BackoffLimit = 0, PodFailurePolicy = new() { Rules = [OnExit("Ignore", 3), OnExit("FailJob", 42)] } });
        _world.SettleJob();
        _world.End(_world.JobPods()[0], 3);
        _world.SettleJob();
        _world.Job().Status.Failed.ShouldBe(0);
        _world.Advance(TimeSpan.FromSeconds(10));
        _world.SettleJob();
        var second = _world.JobPods().Single(static p => !p.IsFinished());
        _world.End(second, 42);
        _world.SettleJob();

        var failed = _world.Job().Condition("Failed").ShouldNotBeNull();
        failed.Reason.ShouldBe("PodFailurePolicy");
        failed.Message.ShouldBe($"Container main for pod default/{second.Metadata.Name} failed with exit code 42 matching FailJob rule at index 1");
    }

    [Fact]
    public void A_success_policy_ends_the_job_early_and_stops_the_rest()
    {
        _world.PutJob(static spec => spec with
        {
            CompletionMode = "Indexed", Completions = 3, Parallelism = 3,
            SuccessPolicy = new SuccessPolicy { Rules = [new SuccessPolicyRule { SucceededIndexes = "0" }] },
        });
        _world.SettleJob();
        _world.End(Pod(0));
        _world.SettleJob();

        _world.Job().Condition("Complete").ShouldNotBeNull().Reason.ShouldBe("SuccessPolicy");
        _world.JobPods().ShouldHaveSingleItem();
    }

    [Fact]
    public void Suspending_stops_the_pods_without_counting_them_and_resuming_starts_the_clock_anew()
    {
        _world.PutJob(static spec => spec with { Parallelism = 3, Completions = 3, BackoffLimit = 1 });
        _world.SettleJob();
        _world.ChangeJob(static spec => spec with { Suspend = true });
        _world.SettleJob();
        _world.JobPods().ShouldBeEmpty();
        _world.Job().Status.Failed.ShouldBe(0);
        _world.Job().Condition("Suspended").ShouldNotBeNull().Reason.ShouldBe("JobSuspended");

        _world.Advance(TimeSpan.FromMinutes(5));
        _world.ChangeJob(static spec => spec with { Suspend = false });
        _world.SettleJob();
        _world.JobPods().Count.ShouldBe(3);
        _world.Job().Status.StartTime.ShouldBe(_world.Now);
        _world.Events.ShouldContain(PlannedEvent.Normal("Resumed", "Job resumed"));
    }

    [Fact]
    public void A_finished_job_is_removed_when_its_time_to_live_is_over()
    {
        _world.PutJob(static spec => spec with { TtlSecondsAfterFinished = 60 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0]);
        _world.SettleJob();
        _world.PlanJob().Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(60));
        _world.Advance(TimeSpan.FromSeconds(60));

        _world.PlanJob().Deletes.ShouldHaveSingleItem().ShouldBe(ObjectDeletion.Of(Resources.Jobs, _world.Job()) with { Propagation = "Foreground" });
    }

    [Fact]
    public void A_job_that_something_else_manages_is_left_alone()
    {
        _world.PutJob(static spec => spec with { ManagedBy = "example.com/queue" });

        _world.PlanJob().IsQuiet.ShouldBeTrue();
    }

    [Fact]
    public void More_successes_than_are_wanted_are_told_of()
    {
        _world.PutJob(static spec => spec with { Completions = 2, Parallelism = 2 });
        _world.SettleJob();
        var pods = _world.JobPods();
        _world.ChangeJob(static spec => spec with { Completions = 1 });
        foreach (var pod in pods) _world.End(pod);
        _world.SettleJob();

        _world.Job().Status.Succeeded.ShouldBe(2);
        _world.Events.Select(static e => e.Reason).Where(static reason => reason is "TooManySucceededPods" or "Completed").ShouldBe(["TooManySucceededPods", "Completed"]);
    }

    [Fact]
    public void Without_completions_one_success_ends_a_queue_when_all_workers_are_done()
    {
        _world.PutJob(static spec => spec with { Completions = null, Parallelism = 2 });
        _world.SettleJob();
        var pods = _world.JobPods();
        _world.End(pods[0]);
        _world.SettleJob();
        _world.Job().Condition("Complete").ShouldBeNull();
        _world.JobPods().Count.ShouldBe(2);
        _world.End(pods[1]);
        _world.SettleJob();

        _world.Job().Condition("Complete").ShouldNotBeNull();
        _world.Job().Status.Succeeded.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("1,2,3", "1-3")]
    [InlineData("3,1,5-7,x", "1,3,5-7")]
    [InlineData("0,1", "0,1")]
    [InlineData("8-20", "8,9")]
    public void Index_sets_have_one_compact_text(string text, string canonical) => IndexSet.Parse(text, 10).ToString().ShouldBe(canonical);

    private Pod Pod(int index) => _world.JobPods().Last(p => JobTracking.IndexOf(p) == index && !p.IsFinished());
}

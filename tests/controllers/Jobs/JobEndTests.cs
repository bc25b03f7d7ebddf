using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Jobs;

/// <summary>What becomes of a Job's pods, and of its numbers, when it ends or goes.</summary>
public class JobEndTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("Failed")]
    [InlineData("TerminatingOrFailed")]
    public void Pods_that_a_success_policy_stops_have_not_failed(string replacement)
    {
        _world.PutJob(spec => spec with
        {
            CompletionMode = "Indexed", Completions = 3, Parallelism = 3, PodReplacementPolicy = replacement,
            SuccessPolicy = new() { Rules = [new() { SucceededIndexes = "0" }] },
        });
        _world.SettleJob();
        _world.End(_world.JobPods().Single(static p => JobTracking.IndexOf(p) == 0));
        _world.SettleJob();

        _world.JobPods().ShouldAllBe(static p => !p.IsTracked());
        (_world.Job().Condition("Complete")?.Reason, _world.Job().Status.Succeeded, _world.Job().Status.Failed).ShouldBe(("SuccessPolicy", 1, 0));
    }

    [Fact]
    public void Pods_beyond_the_completions_are_stopped_and_have_not_failed()
    {
        _world.PutJob(static spec => spec with { Completions = 3, Parallelism = 3 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0]);
        _world.ChangeJob(static spec => spec with { Completions = 1 });
        _world.SettleJob();

        (_world.Job().Condition("Complete")?.Reason, _world.Job().Status.Succeeded, _world.Job().Status.Failed).ShouldBe(("CompletionsReached", 1, 0));
    }

    [Fact]
    public void When_a_job_fails_each_pod_that_runs_has_failed_however_it_ends()
    {
        _world.PutJob(static spec => spec with { Completions = 3, Parallelism = 3, BackoffLimit = 0, PodReplacementPolicy = "Failed" });
        _world.SettleJob();
        var pods = _world.JobPods();
        _world.End(pods[0], 1);
        _world.ReconcileJob();
        _world.ReconcileJob();
        _world.Job().Status.Failed.ShouldBe(1 + 2 - _world.Job().Status.UncountedTerminatedPods!.Failed.Count);
        _world.Job().Condition("Failed").ShouldBeNull();
        foreach (var pod in _world.JobPods().Where(static p => !p.IsFinished())) _world.End(pod);
        _world.SettleJob();

        (_world.Job().Condition("Failed")?.Reason, _world.Job().Status.Succeeded, _world.Job().Status.Failed).ShouldBe(("BackoffLimitExceeded", 0, 3));
    }

    [Fact]
    public void A_pod_that_counts_as_failed_while_it_leaves_does_not_count_again_when_it_ends_well()
    {
        var job = _world.PutJob(static spec => spec with { Completions = 2, PodReplacementPolicy = "TerminatingOrFailed" });
        var pod = Put("p0", PodPhase.Succeeded);
        _world.Put(Resources.Jobs, job with { Status = job.Status with { UncountedTerminatedPods = new() { Failed = [pod.Metadata.Uid] } } });
        _world.ReconcileJob();
        _world.ReconcileJob();

        (_world.Job().Status.Succeeded, _world.Job().Status.Failed).ShouldBe((0, 1));
    }

    [Fact]
    public void A_pod_whose_index_the_job_has_no_more_counts_for_nothing()
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 2, Parallelism = 2, BackoffLimit = 0 });
        foreach (var (index, phase) in new[] { ("5", PodPhase.Failed), ("", PodPhase.Failed), ("6", PodPhase.Succeeded) }) Put($"p{index}", phase, index);
        _world.SettleJob();

        var status = _world.Job().Status;
        (status.Active, status.Succeeded, status.Failed, status.Conditions.Count).ShouldBe((2, 0, 0, 0));
        _world.JobPods().Where(PodFacts.IsFinished).ShouldAllBe(static p => !p.IsTracked());
    }

    [Fact]
    public void A_job_that_goes_lets_all_its_pods_go_and_counts_those_that_have_ended()
    {
        Delete(_world.PutJob(static spec => spec with { Completions = 5, Parallelism = 5 }));
        foreach (var phase in new[] { PodPhase.Succeeded, PodPhase.Failed, PodPhase.Running }) Put(phase, phase);
        _world.SettleJob();

        var status = _world.Job().Status;
        (status.Active, status.Succeeded, status.Failed, status.Conditions.Count).ShouldBe((1, 1, 1, 0));
        _world.JobPods().Count.ShouldBe(3);
        _world.JobPods().ShouldAllBe(static p => !p.IsTracked() && !p.IsDeleting());
    }

    [Theory]
    [InlineData(PodPhase.Failed, "Failed", "BackoffLimitExceeded")]
    [InlineData(PodPhase.Succeeded, "Complete", "Completed")]
    public void A_job_that_goes_says_how_it_ended(string phase, string condition, string told)
    {
        Delete(_world.PutJob(static spec => spec with { BackoffLimit = 0 }));
        Put("p0", phase);
        _world.SettleJob();

        _world.Job().Condition(condition).ShouldNotBeNull();
        _world.Events.ShouldHaveSingleItem().Reason.ShouldBe(told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_job_that_goes_is_neither_suspended_nor_resumed(bool suspend)
    {
        var job = Delete(_world.PutJob(spec => spec with { Suspend = suspend }));
        JobCondition[] conditions = suspend ? [] : [new() { Type = "Suspended", Status = "True", Reason = "JobSuspended", Message = "Job suspended" }];
        _world.Put(Resources.Jobs, job with { Status = job.Status with { Conditions = conditions } });
        _world.SettleJob();

        _world.Job().Status.Conditions.ShouldBe(conditions);
        _world.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_job_that_is_resumed_when_it_is_complete_is_complete_only()
    {
        var job = _world.PutJob();
        _world.Put(Resources.Jobs, job with
        {
            Status = job.Status with
            {
                StartTime = _world.Now.AddHours(-1), Conditions = [new() { Type = "Suspended", Status = "True", Reason = "JobSuspended", Message = "Job suspended" }],
            },
        });
        Put("p0", PodPhase.Succeeded);
        _world.SettleJob();

        _world.Job().Status.Conditions.Select(static c => $"{c.Type}={c.Status}").ShouldBe(["Suspended=True", "SuccessCriteriaMet=True", "Complete=True"]);
        _world.Job().Status.StartTime.ShouldBe(_world.Now.AddHours(-1));
        _world.Events.Select(static e => e.Reason).ShouldBe(["Completed"]);
    }

    [Fact]
    public void A_queue_that_has_a_success_when_it_is_suspended_is_complete()
    {
        _world.PutJob(static spec => spec with { Completions = null, Parallelism = 2 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0]);
        _world.ChangeJob(static spec => spec with { Suspend = true });
        _world.SettleJob();

        _world.Job().Status.Conditions.Select(static c => c.Type).ShouldBe(["SuccessCriteriaMet", "Complete"]);
        (_world.Job().Status.Succeeded, _world.Job().Status.Failed).ShouldBe((1, 0));
    }

    [Fact]
    public void A_finished_job_that_something_else_manages_goes_when_its_time_is_over()
    {
        var job = _world.PutJob(static spec => spec with { ManagedBy = "example.com/queue", TtlSecondsAfterFinished = 60 });
        _world.Put(Resources.Jobs, job with { Status = job.Status with { Conditions = [new() { Type = "Complete", Status = "True", LastTransitionTime = _world.Now }] } });

        _world.PlanJob().Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(60));
        _world.Advance(TimeSpan.FromSeconds(60));
        _world.PlanJob().Deletes.ShouldHaveSingleItem().ShouldBe(ObjectDeletion.Of(Resources.Jobs, _world.Job()) with { Propagation = "Foreground" });
    }

    private Job Delete(Job job) =>
        _world.Put(Resources.Jobs, job with { Metadata = job.Metadata with { DeletionTimestamp = _world.Now, Finalizers = ["foregroundDeletion"] } });

    private Pod Put(string name, string phase, string index = "")
    {
        var pod = Make.Pod(name.ToLowerInvariant(), "node-1", _world.Job()).WithPhase(phase);
        return _world.Put(Resources.Pods, pod with
        {
            Metadata = pod.Metadata with
            {
                Finalizers = [JobTracking.Finalizer], CreationTimestamp = _world.Now,
                Annotations = index.Length == 0 ? pod.Metadata.Annotations : Make.Labels($"{JobTracking.Index}={index}"),
            },
        });
    }
}

using System.Globalization;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Jobs;

/// <summary>What a Job does about the pods that it has, case by case.</summary>
public class JobTableTests
{
    private readonly World _world = new();

    /// <summary>Parallelism, completions (-1: none), the pods by state, what is started and stopped.</summary>
    [Theory]
    [InlineData(2, 5, "", 2, 0)]
    [InlineData(2, -1, "", 2, 0)]
    [InlineData(2, 5, "pending pending", 0, 0)]
    [InlineData(3, 5, "ready ready running", 0, 0)]
    [InlineData(2, -1, "running running", 0, 0)]
    [InlineData(2, 5, "running succeeded", 1, 0)]
    [InlineData(2, -1, "running", 1, 0)]
    [InlineData(2, 5, "running running running", 0, 1)]
    [InlineData(2, 5, "ready running running running running running running running running running", 0, 8)]
    [InlineData(3, 4, "running running running succeeded succeeded", 0, 1)]
    [InlineData(2, 5, "running running succeeded succeeded", 0, 0)]
    [InlineData(2, -1, "running succeeded", 0, 0)]
    [InlineData(1, -1, "running running succeeded", 0, 0)]
    [InlineData(0, 5, "", 0, 0)]
    [InlineData(0, 5, "running pending", 0, 2)]
    [InlineData(1, 1, "leaving", 1, 0)]
    [InlineData(1, 1, "leaving running", 0, 0)]
    public void Pods_are_started_and_stopped_by_what_is_there(int parallelism, int completions, string pods, int starts, int stops)
    {
        _world.PutJob(spec => spec with { Parallelism = parallelism, Completions = completions < 0 ? null : completions, PodReplacementPolicy = "TerminatingOrFailed" });
        Put(pods);
        // What failed or left before now has been waited for.
        _world.Advance(TimeSpan.FromMinutes(11));

        var plan = _world.PlanJob();
        (plan.Creates.Count, plan.Deletes.Count).ShouldBe((starts, stops));
    }

    [Theory]
    [InlineData("leaving running", 0, 0, 0)]
    [InlineData("leaving", 0, 0, 0)]
    [InlineData("leaving leaving leaving leaving running running", 0, 1, 0)]
    [InlineData("failed", 1, 0, 1)]
    public void Where_only_what_has_ended_is_replaced_pods_that_leave_take_their_place(string pods, int starts, int stops, int failed)
    {
        _world.PutJob(static spec => spec with { PodReplacementPolicy = "Failed" });
        Put(pods);
        _world.Advance(TimeSpan.FromMinutes(11));

        var plan = _world.PlanJob();
        (plan.Creates.Count, plan.Deletes.Count, plan.Status!.UncountedTerminatedPods!.Failed.Count).ShouldBe((starts, stops, failed));
        plan.Status.Terminating.ShouldBe(pods.Split(' ').Count(static p => p == "leaving"));
    }

    [Fact]
    public void A_queue_whose_parallelism_shrinks_after_a_success_keeps_its_workers()
    {
        _world.PutJob(static spec => spec with { Completions = null, Parallelism = 3 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0]);
        _world.SettleJob();
        _world.ChangeJob(static spec => spec with { Parallelism = 1 });
        _world.SettleJob();

        _world.Job().Status.Active.ShouldBe(2);
    }

    [Fact]
    public void A_failure_that_is_overlooked_is_waited_for_like_any_other()
    {
        _world.PutJob(static spec => spec with { PodFailurePolicy = new() { Rules = [OnExit("Ignore", 3)] } });
        _world.SettleJob();
        _world.End(_world.JobPods()[0], 3);
        _world.SettleJob();

        _world.JobPods().ShouldAllBe(static pod => pod.IsFinished());
        _world.PlanJob().Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(10));
        _world.Advance(TimeSpan.FromSeconds(10));
        _world.SettleJob();
        _world.Job().Status.Active.ShouldBe(1);
        _world.Job().Status.Failed.ShouldBe(0);
    }

    [Fact]
    public void A_failure_that_is_overlooked_is_waited_for_when_the_pod_leaves_as_well()
    {
        _world.PutJob(static spec => spec with { PodFailurePolicy = new() { Rules = [new() { Action = "Ignore", OnPodConditions = [new() { Type = "DisruptionTarget", Status = "True" }] }] } });
        var pod = Tracked("p0", "failed");
        _world.Put(Resources.Pods, pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = _world.Now }, Status = pod.Status with { Conditions = [new() { Type = "DisruptionTarget", Status = "True" }] },
        });

        _world.PlanJob().Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_pod_that_failed_is_waited_for_when_it_is_gone()
    {
        _world.PutJob(static spec => spec with { PodReplacementPolicy = "TerminatingOrFailed" });
        Put("leaving");
        var seen = _world.PlanJob().Ended.ShouldHaveSingleItem();
        _world.Remove(Resources.Pods, _world.Get<Pod>(Resources.Pods, "p0"));
        _world.Advance(TimeSpan.FromSeconds(4));

        _world.PlanJob(ended: [seen]).Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(6));
        _world.PlanJob(ended: [new("other", _world.Now.AddSeconds(-9), false), seen]).Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(16));
        _world.PlanJob(ended: [seen, new("other", _world.Now.AddSeconds(-1), true)]).Creates.ShouldHaveSingleItem();
    }

    [Fact]
    public void Pods_that_were_stopped_by_a_suspension_delay_nothing()
    {
        _world.PutJob(static spec => spec with { PodReplacementPolicy = "TerminatingOrFailed" });
        Put("leaving");
        var pod = _world.Get<Pod>(Resources.Pods, "p0");
        _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Finalizers = [] } });

        _world.PlanJob().Creates.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_index_counts_its_overlooked_failures_apart_and_waits_longer_with_each()
    {
        _world.PutJob(static spec => spec with
        {
            CompletionMode = "Indexed", BackoffLimit = null, BackoffLimitPerIndex = 1, PodFailurePolicy = new() { Rules = [OnExit("Ignore", 3)] },
        });
        var waits = new List<double>();
        var notes = new List<string>();
        foreach (var code in new[] { 3, 3, 1 })
        {
            _world.SettleJob();
            _world.End(_world.JobPods().Single(static p => !p.IsFinished()), code);
            _world.SettleJob();
            var due = _world.PlanJob().Due.ShouldNotBeNull();
            waits.Add((due - _world.Now).TotalSeconds);
            _world.Advance(due - _world.Now);
            _world.SettleJob();
            var annotations = _world.JobPods().Single(static p => !p.IsFinished()).Metadata.Annotations;
            notes.Add($"{annotations[JobTracking.IndexFailures]} {annotations[JobTracking.IgnoredFailures]}");
        }

        waits.ShouldBe([10, 20, 40]);
        notes.ShouldBe(["0 1", "0 2", "1 2"]);
        _world.Job().Status.FailedIndexes.ShouldBeNullOrEmpty();
    }

    [Fact]
    public void A_failed_pod_is_noted_once_its_index_runs_again()
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", BackoffLimit = null, BackoffLimitPerIndex = 1 });
        _world.SettleJob();
        _world.End(_world.JobPods()[0], 1);
        _world.SettleJob();
        (_world.Job().Status.Failed, _world.Job().Status.UncountedTerminatedPods!.Failed.Count, _world.JobPods()[0].IsTracked()).ShouldBe((0, 0, true));

        _world.Advance(TimeSpan.FromSeconds(10));
        _world.SettleJob();
        (_world.Job().Status.Failed, _world.Job().Status.Active, _world.Job().Status.UncountedTerminatedPods!.Failed.Count).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void An_index_that_waits_keeps_its_place_among_those_that_run()
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 4, Parallelism = 2, BackoffLimit = null, BackoffLimitPerIndex = 2 });
        _world.SettleJob();
        _world.End(_world.JobPods().Single(static p => JobTracking.IndexOf(p) == 0), 1);
        _world.SettleJob();

        _world.JobPods().Where(PodFacts.IsActive).Select(JobTracking.IndexOf).ShouldBe([1]);
        _world.Advance(TimeSpan.FromSeconds(10));
        _world.SettleJob();
        _world.JobPods().Where(PodFacts.IsActive).Select(JobTracking.IndexOf).Order().ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    public void Containers_that_start_again_in_their_pods_count_towards_the_limit(int limit, int restarts, bool ends)
    {
        _world.PutJob(spec => spec with { BackoffLimit = limit, Template = spec.Template with { Spec = spec.Template.Spec with { RestartPolicy = "OnFailure" } } });
        _world.SettleJob();
        var pod = _world.JobPods()[0];
        _world.Put(Resources.Pods, pod.Ready(_world.Now) with { Status = pod.Ready(_world.Now).Status with { ContainerStatuses = [new ContainerStatus { Name = "main", RestartCount = restarts }] } });
        _world.SettleJob();

        (_world.Job().Condition("Failed")?.Reason).ShouldBe(ends ? "BackoffLimitExceeded" : null);
    }

    [Theory]
    [InlineData("FailureTarget")]
    [InlineData("SuccessCriteriaMet")]
    public void A_condition_that_is_false_decides_nothing(string type)
    {
        var job = _world.PutJob();
        _world.Put(Resources.Jobs, job with { Status = job.Status with { Conditions = [new JobCondition { Type = type, Status = "False", Reason = "ConditionAddedManually", Message = "Testing" }] } });
        _world.SettleJob();

        _world.Job().Status.Active.ShouldBe(1);
        _world.Job().Status.Conditions.ShouldHaveSingleItem().Status.ShouldBe("False");
    }

    /// <summary>The indexes that run, those that succeeded and failed; what is started and stopped.</summary>
    [Theory]
    [InlineData("", "0,1", 0)]
    [InlineData("0:running 1:running", "", 0)]
    [InlineData("0:succeeded 1:running", "2", 0)]
    [InlineData("2:running", "0", 0)]
    [InlineData("0:running 0:running 1:running", "", 1)]
    [InlineData("5:running 1:running", "", 1)]
    [InlineData("?:running 1:running", "", 1)]
    [InlineData("1:succeeded 3:succeeded 1:running 0:running", "", 0)]
    [InlineData("1:succeeded 1:running 1:running", "", 1)]
    [InlineData("0:succeeded 1:succeeded 2:succeeded 3:succeeded 4:running", "", 0)]
    public void Indexes_are_started_from_the_lowest_and_none_twice(string pods, string starts, int stops)
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 5, Parallelism = 2 });
        foreach (var (pod, number) in pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (p, i) => (p.Split(':'), i)))
        {
            var made = Tracked($"p{number}", pod[1]);
            if (pod[0] != "?") made = made with { Metadata = made.Metadata with { Annotations = Make.Labels($"{JobTracking.Index}={pod[0]}") } };
            _world.Put(Resources.Pods, made);
        }

        var plan = _world.PlanJob();
        plan.Deletes.Count.ShouldBe(stops);
        string.Join(',', plan.Creates.Select(static c => JobTracking.IndexOf((Pod)c.Content)!.Value.ToString(CultureInfo.InvariantCulture))).ShouldBe(starts);
    }

    /// <summary>What runs is worth more than what is older: the same order decides that decides which pods are too many.</summary>
    [Theory]
    [InlineData("pending ready", "p0")]
    [InlineData("ready pending", "p1")]
    [InlineData("running ready", "p0")]
    [InlineData("pending running ready", "p0 p1")]
    public void Of_two_pods_of_an_index_the_one_that_is_further_on_stays(string states, string stops)
    {
        _world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 5 });
        foreach (var (state, number) in states.Split(' ').Select(static (state, i) => (state, i)))
        {
            var pod = Tracked($"p{number}", state);
            _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Annotations = Make.Labels($"{JobTracking.Index}=0"), CreationTimestamp = _world.Now.AddMinutes(number) } });
        }

        _world.Advance(TimeSpan.FromMinutes(11));
        string.Join(' ', _world.PlanJob().Deletes.Select(static d => d.Key.Name).Order(StringComparer.Ordinal)).ShouldBe(stops);
    }

    /// <summary>Ages in minutes, of which magnitudes tell nothing here, and costs, which are for ReplicaSets.</summary>
    [Theory]
    [InlineData("65 60 70", "p1")]
    [InlineData("60:-5 59:7 61", "p1")]
    public void Of_pods_that_are_too_many_the_youngest_goes(string pods, string stops)
    {
        _world.PutJob(static spec => spec with { Completions = 5, Parallelism = 2 });
        foreach (var (age, number) in pods.Split(' ').Select(static (p, i) => (p.Split(':'), i)))
        {
            var pod = Make.Pod($"p{number}", "node-1", _world.Job()).Ready(_world.Now.AddMinutes(-int.Parse(age[0], CultureInfo.InvariantCulture)));
            _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Annotations = Make.Labels($"controller.kubernetes.io/pod-deletion-cost={age[^1]}") } });
        }

        _world.PlanJob().Deletes.ShouldHaveSingleItem().Key.Name.ShouldBe(stops);
    }

    [Fact]
    public void A_pod_that_has_ended_is_adopted_and_counted()
    {
        _world.PutJob(static spec => spec with { Completions = 2 });
        _world.Put(Resources.Pods, Make.Pod("stray").WithPhase(PodPhase.Succeeded));
        _world.SettleJob();

        (_world.Job().Status.Succeeded, _world.Job().Status.Active).ShouldBe((1, 1));
        var pod = _world.Get<Pod>(Resources.Pods, "stray");
        (pod.Metadata.ControllerUid(), pod.IsTracked()).ShouldBe((_world.Job().Metadata.Uid, false));
    }

    /// <summary>The indexes and the count of a rule, those that succeeded; whether that is a success.</summary>
    [Theory]
    [InlineData("0,2", null, "0", false)]
    [InlineData("0,2", null, "0,2", true)]
    [InlineData("0-3", 2, "1", false)]
    [InlineData("0-3", 2, "1,4", false)]
    [InlineData("0-3", 2, "1,3", true)]
    [InlineData(null, 2, "1", false)]
    [InlineData(null, 2, "1,4", true)]
    [InlineData("2,7-9", null, "2", true)]
    [InlineData("7-9", null, "1,2,3", false)]
    public void A_success_policy_is_met_by_indexes_that_the_job_has(string? indexes, int? count, string succeeded, bool met)
    {
        var job = _world.PutJob(spec => spec with
        {
            CompletionMode = "Indexed", Completions = 5, SuccessPolicy = new() { Rules = [new() { SucceededIndexes = indexes, SucceededCount = count }] },
        });
        _world.Put(Resources.Jobs, job with { Status = job.Status with { CompletedIndexes = succeeded } });
        _world.SettleJob();

        (_world.Job().Condition("Complete")?.Message).ShouldBe(met ? "Matched rules at index 0" : null);
    }

    [Fact]
    public void A_job_that_is_complete_when_it_is_suspended_is_complete_only()
    {
        _world.PutJob();
        _world.SettleJob();
        _world.End(_world.JobPods()[0]);
        _world.ChangeJob(static spec => spec with { Suspend = true });
        _world.SettleJob();

        _world.Job().Status.Conditions.Select(static c => c.Type).ShouldBe(["SuccessCriteriaMet", "Complete"]);
        _world.Events.ShouldNotContain(static e => e.Reason == "Suspended");
    }

    /// <summary>The operator, codes and container of a rule, the exit codes of the pod's container and init container (-1: runs still); what is told of the Job's end.</summary>
    [Theory]
    [InlineData("In", "1,3", null, 3, 0, "Container main for pod default/p0 failed with exit code 3 matching FailJob rule at index 0")]
    [InlineData("In", "1,3", null, 2, 3, "Container init for pod default/p0 failed with exit code 3 matching FailJob rule at index 0")]
    [InlineData("In", "1,3", "init", 3, 0, null)]
    [InlineData("In", "1,3", null, 2, 0, null)]
    [InlineData("In", "1,3", null, -1, 0, null)]
    [InlineData("NotIn", "1,3", null, 2, 0, "Container main for pod default/p0 failed with exit code 2 matching FailJob rule at index 0")]
    [InlineData("NotIn", "1,3", null, 3, 0, null)]
    [InlineData("NotIn", "1,3", null, 0, 0, null)]
    [InlineData("NotIn", "1,3", null, -1, 0, null)]
    public void A_failure_policy_reads_the_codes_of_what_has_ended(string comparison, string codes, string? container, int main, int init, string? told)
    {
        var values = codes.Split(',').Select(static code => int.Parse(code, CultureInfo.InvariantCulture)).ToArray();
        _world.PutJob(spec => spec with
        {
            PodFailurePolicy = new() { Rules = [new() { Action = "FailJob", OnExitCodes = new() { Operator = comparison, Values = values, ContainerName = container } }] },
        });
        PutFailed(static status => status, Ended("main", main), Ended("init", init));

        (_world.PlanJob().Status!.Conditions.SingleOrDefault(static c => c.Type == "FailureTarget")?.Message).ShouldBe(told);
    }

    [Fact]
    public void Of_several_conditions_that_a_rule_names_the_first_of_the_pod_is_told()
    {
        _world.PutJob(static spec => spec with
        {
            PodFailurePolicy = new()
            {
                Rules = [new() { Action = "FailJob", OnPodConditions = [new() { Type = "DisruptionTarget", Status = "True" }, new() { Type = "ConfigIssue", Status = "True" }] }],
            },
        });
        PutFailed(static status => status with { Conditions = [new() { Type = "ConfigIssue", Status = "True" }, new() { Type = "DisruptionTarget", Status = "True" }] });

        _world.PlanJob().Status!.Conditions.Single(static c => c.Type == "FailureTarget").Message
            .ShouldBe("Pod default/p0 has condition ConfigIssue matching FailJob rule at index 0");
    }

    private static ContainerStatus Ended(string name, int code) =>
        new() { Name = name, State = code < 0 ? new() { Running = new() } : new() { Terminated = new() { ExitCode = code } } };

    private void PutFailed(Func<PodStatus, PodStatus> with, ContainerStatus? main = null, ContainerStatus? init = null)
    {
        var pod = Tracked("p0", "failed");
        _world.Put(Resources.Pods, pod with
        {
            Status = with(pod.Status with { ContainerStatuses = main is null ? [] : [main], InitContainerStatuses = init is null ? [] : [init] }),
        });
    }

    private static PodFailurePolicyRule OnExit(string action, int code) => new() { Action = action, OnExitCodes = new() { Operator = "In", Values = [code] } };

    private void Put(string pods)
    {
        foreach (var (state, number) in pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (p, i) => (p, i))) _world.Put(Resources.Pods, Tracked($"p{number}", state));
    }

    private Pod Tracked(string name, string state)
    {
        var pod = Make.Pod(name, "node-1", _world.Job());
        pod = state switch
        {
            "ready" => pod.Ready(_world.Now),
            "pending" => pod,
            "succeeded" => pod.WithPhase(PodPhase.Succeeded),
            "failed" => pod.WithPhase(PodPhase.Failed),
            _ => pod.WithPhase(PodPhase.Running),
        };
        return pod with
        {
            Metadata = pod.Metadata with { Finalizers = [JobTracking.Finalizer], CreationTimestamp = _world.Now, DeletionTimestamp = state == "leaving" ? _world.Now : null },
        };
    }
}

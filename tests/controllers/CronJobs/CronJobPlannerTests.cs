using Orleans.Kube.Controllers.CronJobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.CronJobs;

public class CronJobPlannerTests
{
    private readonly World _world = new();

    [Fact]
    public void At_its_time_a_job_is_started_once_and_noted()
    {
        Put();
        Reconcile().Creates.ShouldBeEmpty();
        _world.Advance(TimeSpan.FromMinutes(5));

        var job = (Job)Reconcile().Creates.ShouldHaveSingleItem().Content;
        job.Metadata.Name.ShouldBe($"tick-{_world.Now.ToUnixTimeSeconds() / 60}");
        job.Metadata.Annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"].ShouldBe("2026-01-01T00:05:00Z");
        Reconcile().Creates.ShouldBeEmpty();

        Cron().Status.LastScheduleTime.ShouldBe(_world.Now);
        Cron().Status.Active.ShouldHaveSingleItem().Name.ShouldBe(job.Metadata.Name);
        Plan().IsQuiet.ShouldBeTrue();
        Plan().Due.ShouldBe(_world.Now.AddMinutes(5));
    }

    [Fact]
    public void After_an_outage_only_the_last_missed_time_is_made_up_for()
    {
        Put();
        _world.Advance(TimeSpan.FromHours(5) + TimeSpan.FromMinutes(2));
        Reconcile();
        Reconcile();

        Jobs().ShouldHaveSingleItem();
        Cron().Status.LastScheduleTime.ShouldBe(_world.Now.AddMinutes(-2));
        Plan().IsQuiet.ShouldBeTrue();
    }

    [Fact]
    public void What_runs_is_named_by_the_revision_that_was_seen_first()
    {
        Put();
        _world.Advance(TimeSpan.FromMinutes(5));
        Reconcile();
        foreach (var revision in new[] { "7", "8" })
        {
            _world.Put(Resources.Jobs, Jobs()[0] with { Metadata = Jobs()[0].Metadata with { ResourceVersion = revision } });
            Reconcile();
        }

        Cron().Status.Active.ShouldHaveSingleItem().ResourceVersion.ShouldBe("7");
    }

    [Fact]
    public void A_schedule_that_is_changed_is_followed_from_then_on()
    {
        Put();
        _world.Advance(TimeSpan.FromMinutes(5));
        Reconcile();
        Reconcile();
        _world.Advance(TimeSpan.FromMinutes(3));
        _world.Put(Resources.CronJobs, Cron() with { Spec = Cron().Spec with { Schedule = "* * * * *" } });
        var view = new CronJobView(Cron(), Jobs(), TimeZoneInfo.Utc) { ChangedAt = _world.Now };

        CronJobPlanner.Plan(view, _world.Now).Creates.ShouldBeEmpty();
        CronJobPlanner.Plan(view, _world.Now.AddMinutes(1)).Creates.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_time_beyond_the_starting_deadline_is_given_up()
    {
        Put(static spec => spec with { StartingDeadlineSeconds = 60 });
        _world.Advance(TimeSpan.FromMinutes(7));

        Reconcile().Creates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Allow", 2, 0)]
    [InlineData("Forbid", 1, 0)]
    [InlineData("Replace", 1, 1)]
    public void A_job_that_still_runs_is_treated_as_the_policy_says(string policy, int jobs, int deleted)
    {
        Put(spec => spec with { ConcurrencyPolicy = policy });
        _world.Advance(TimeSpan.FromMinutes(5));
        Reconcile();
        Reconcile();
        _world.Advance(TimeSpan.FromMinutes(5));

        Reconcile().Deletes.Count.ShouldBe(deleted);
        Jobs().Count.ShouldBe(jobs);
    }

    [Theory]
    [InlineData("Forbid", 0, 0)]
    [InlineData("Replace", 1, 0)]
    public void A_job_that_is_being_deleted_runs_until_it_is_gone(string policy, int created, int deleted)
    {
        Put(spec => spec with { ConcurrencyPolicy = policy });
        _world.Advance(TimeSpan.FromMinutes(5));
        Reconcile();
        Reconcile();
        var job = Jobs().ShouldHaveSingleItem();
        _world.Put(Resources.Jobs, job with { Metadata = job.Metadata with { DeletionTimestamp = _world.Now, Finalizers = ["foregroundDeletion"] } });
        _world.Advance(TimeSpan.FromMinutes(5));

        var plan = Reconcile();
        (plan.Creates.Count, plan.Deletes.Count).ShouldBe((created, deleted));
    }

    [Fact]
    public void Finished_jobs_are_kept_up_to_the_limits_and_their_ends_are_told()
    {
        Put(static spec => spec with { SuccessfulJobsHistoryLimit = 2 });
        for (var i = 0; i < 4; i++)
        {
            _world.Advance(TimeSpan.FromMinutes(5));
            Reconcile();
            Reconcile();
            Finish(Jobs().Single(static job => job.Status.Conditions.Count == 0));
            Reconcile();
        }

        Reconcile();
        Jobs().Count.ShouldBe(2);
        Cron().Status.LastSuccessfulTime.ShouldBe(_world.Now);
        Cron().Status.Active.ShouldBeEmpty();
        _world.Events.ShouldContain(static e => e.Reason == "SawCompletedJob" && e.Message.EndsWith("condition: Complete"));
    }

    [Fact]
    public void A_suspended_cron_job_starts_nothing()
    {
        Put(static spec => spec with { Suspend = true });
        _world.Advance(TimeSpan.FromHours(1));

        Plan().Creates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_time_zone_that_is_unknown_is_told_of_suspended_or_not(bool suspended)
    {
        Put(spec => spec with { Suspend = suspended, TimeZone = "Mars/Olympus" });
        CronJobPlanner.Plan(new CronJobView(Cron(), [], null), _world.Now).Events
            .ShouldBe([PlannedEvent.Warning("UnknownTimeZone", "invalid timeZone: \"Mars/Olympus\": unknown time zone Mars/Olympus")]);
    }

    [Fact]
    public void A_schedule_that_cannot_be_read_is_told_and_nothing_is_started()
    {
        Put(static spec => spec with { Schedule = "every day" });

        Plan().Events.ShouldHaveSingleItem().Reason.ShouldBe("UnparseableSchedule");
    }

    [Fact]
    public void A_job_that_somebody_started_by_hand_is_told_of_while_it_runs()
    {
        Put();
        var cron = Cron();
        var job = _world.Put(Resources.Jobs, new Job
        {
            ApiVersion = "batch/v1", Kind = "Job", Metadata = new ObjectMeta { Name = "by-hand", Namespace = "default", OwnerReferences = [cron.ControllerReference()] }, Spec = cron.Spec.JobTemplate.Spec,
        });

        Plan().Events.ShouldBe([PlannedEvent.Warning("UnexpectedJob", "Saw a job that the controller did not create or forgot: by-hand")]);
        _world.Put(Resources.Jobs, job with { Status = new JobStatus { Conditions = [new JobCondition { Type = JobConditionType.Complete, Status = "True" }] } });
        Plan().Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_schedule_that_never_comes_is_told()
    {
        Put(static spec => spec with { Schedule = "59 23 31 2 *" });
        var told = Plan().Events.ShouldHaveSingleItem();
        (told.Reason, told.Message).ShouldBe(("InvalidSchedule", "invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second"));
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(506, true)]
    public void More_than_a_hundred_missed_times_are_told_and_the_last_is_started(int minutes, bool isTold)
    {
        Put();
        _world.Advance(TimeSpan.FromMinutes(minutes));
        var plan = Plan();
        plan.Creates.Count.ShouldBe(1);
        plan.Events.Any(static e => e.Reason == "TooManyMissedTimes").ShouldBe(isTold);
    }

    [Theory]
    [InlineData("Forbidden", "jobs.batch is forbidden", "FailedCreate: Error creating job: jobs.batch is forbidden")]
    [InlineData("AlreadyExists", "jobs.batch \"tick-1\" already exists", "")]
    public void A_job_that_cannot_be_created_is_told_unless_its_name_is_taken(string reason, string message, string told)
    {
        Put();
        _world.Advance(TimeSpan.FromMinutes(5));
        Told(new Refusal(Plan().Creates.ShouldHaveSingleItem(), reason, message)).ShouldBe(told);
    }

    [Fact]
    public void A_job_that_cannot_be_deleted_is_told()
    {
        Put(static spec => spec with { ConcurrencyPolicy = "Replace" });
        _world.Advance(TimeSpan.FromMinutes(5));
        Reconcile();
        Reconcile();
        _world.Advance(TimeSpan.FromMinutes(5));
        Told(new Refusal(Plan().Deletes.ShouldHaveSingleItem(), "Forbidden", "denied by policy")).ShouldBe("FailedDelete: Deleted job: denied by policy");
    }

    private string Told(Refusal refusal)
    {
        var view = new CronJobView(Cron(), _world.ControlledBy<Job>(Resources.Jobs, Cron()), TimeZoneInfo.Utc) { Refusal = refusal };
        return string.Join('\n', CronJobPlanner.Plan(view, _world.Now).Events.Select(static e => $"{e.Reason}: {e.Message}"));
    }

    private void Put(Func<CronJobSpec, CronJobSpec>? with = null)
    {
        var spec = new CronJobSpec { Schedule = "*/5 * * * *", ConcurrencyPolicy = "Allow", JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Template = Make.Template() } } };
        _world.Put(Resources.CronJobs, new CronJob
        {
            ApiVersion = "batch/v1", Kind = "CronJob", Metadata = new ObjectMeta { Name = "tick", Namespace = "default" }, Spec = with is null ? spec : with(spec),
        });
    }

    private CronJob Cron() => _world.Get<CronJob>(Resources.CronJobs, "tick");

    private IReadOnlyList<Job> Jobs() => _world.List<Job>(Resources.Jobs);

    private CronJobPlan Plan() => CronJobPlanner.Plan(new CronJobView(Cron(), _world.ControlledBy<Job>(Resources.Jobs, Cron()), TimeZoneInfo.Utc), _world.Now);

    private CronJobPlan Reconcile()
    {
        var plan = Plan();
        _world.Apply([.. plan.Deletes, .. plan.Creates]);
        _world.Events.AddRange(plan.Events);
        if (plan.Status is not null) _world.Put(Resources.CronJobs, Cron() with { Status = plan.Status });
        return plan;
    }

    private void Finish(Job job) => _world.Put(Resources.Jobs, job with
    {
        Status = new JobStatus { StartTime = _world.Now, CompletionTime = _world.Now, Conditions = [new JobCondition { Type = "Complete", Status = "True" }] },
    });
}

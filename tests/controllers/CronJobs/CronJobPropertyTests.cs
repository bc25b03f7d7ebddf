using Orleans.Kube.Controllers.CronJobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.CronJobs;

public sealed class CronJobPropertyTests
{
    private static readonly string[] Policies = ["Allow", "Forbid", "Replace"];

    [Fact]
    public void No_time_is_run_twice_and_the_policy_holds_whatever_is_lost() => Script.ForAll(script =>
    {
        var world = new World();
        var policy = script.Pick(Policies);
        world.Put(Resources.CronJobs, new CronJob
        {
            ApiVersion = "batch/v1", Kind = "CronJob", Metadata = new ObjectMeta { Name = "tick", Namespace = "default" },
            Spec = new CronJobSpec
            {
                Schedule = "*/2 * * * *", ConcurrencyPolicy = policy, SuccessfulJobsHistoryLimit = script.Choose(3), FailedJobsHistoryLimit = script.Choose(3),
                JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Template = Make.Template() } },
            },
        });
        var made = new HashSet<string>();

        while (script.HasMore) Step(world, script, policy, made);

        for (var round = 0; !Plan(world).IsQuiet; round++)
        {
            round.ShouldBeLessThan(5);
            Carry(world, policy, made, 3);
        }

        Jobs(world).Count(static j => Ended(j, "Complete")).ShouldBeLessThanOrEqualTo(Cron(world).Spec.SuccessfulJobsHistoryLimit!.Value);
        Jobs(world).Count(static j => Ended(j, "Failed")).ShouldBeLessThanOrEqualTo(Cron(world).Spec.FailedJobsHistoryLimit!.Value);
        Cron(world).Status.Active.Select(static a => a.Name).ShouldBe(Running(world).Select(static j => j.Metadata.Name), ignoreOrder: true);
    });

    private static void Step(World world, Script script, string policy, HashSet<string> made)
    {
        switch (script.Choose(6))
        {
            case 0: world.Advance(TimeSpan.FromSeconds(script.Choose(400))); break;
            case 1 when Running(world) is { Count: > 0 } running: End(world, script.Pick(running), script.Choose(2) == 0 ? "Complete" : "Failed"); break;
            case 2 when Jobs(world).Where(j => IsNoted(world, j)).ToList() is { Count: > 0 } jobs: world.Remove(Resources.Jobs, script.Pick(jobs)); break;
            case 3: world.Put(Resources.CronJobs, Cron(world) with { Spec = Cron(world).Spec with { Suspend = script.Choose(3) == 0 } }); break;
            default: Carry(world, policy, made, script.Choose(4)); break;
        }
    }

    /// <summary>Carries out a plan as far as it gets: nothing, its deletions, the Job too, the status too.</summary>
    private static void Carry(World world, string policy, HashSet<string> made, int far)
    {
        var plan = Plan(world);
        plan.Creates.Count.ShouldBeLessThanOrEqualTo(1);
        if (policy == "Forbid" && Running(world).Count > 0) plan.Creates.ShouldBeEmpty();
        if (far > 0) world.Apply(plan.Deletes);
        if (far > 1)
        {
            foreach (var creation in plan.Creates)
            {
                // A Job whose name is taken was started before its start could be noted.
                if (world.Find<Job>(creation.Key) is not null) continue;
                made.Add(creation.Key.Name).ShouldBeTrue($"{creation.Key.Name} ran before");
                world.Apply(creation);
            }
        }

        if (policy != "Allow" && far > 1) Running(world).Count.ShouldBeLessThanOrEqualTo(1);
        if (far > 2 && (plan.Noted ?? plan.Status) is { } status) world.Put(Resources.CronJobs, Cron(world) with { Status = status });
    }

    /// <summary>Only a Job whose time is on record may go; where one goes before, nothing tells that it ran.</summary>
    private static bool IsNoted(World world, Job job) => Cron(world).Status.LastScheduleTime is { } last && long.Parse(job.Metadata.Name["tick-".Length..]) * 60 <= last.ToUnixTimeSeconds();

    private static CronJobPlan Plan(World world) => CronJobPlanner.Plan(new CronJobView(Cron(world), world.ControlledBy<Job>(Resources.Jobs, Cron(world)), TimeZoneInfo.Utc), world.Now);

    private static CronJob Cron(World world) => world.Get<CronJob>(Resources.CronJobs, "tick");

    private static IReadOnlyList<Job> Jobs(World world) => world.List<Job>(Resources.Jobs);

    private static List<Job> Running(World world) => [.. Jobs(world).Where(static j => !Ended(j, "Complete") && !Ended(j, "Failed"))];

    private static bool Ended(Job job, string how) => job.Status.Conditions.Any(c => c.Type == how && c.Status == "True");

    private static void End(World world, Job job, string how) => world.Put(Resources.Jobs, job with
    {
        Status = new JobStatus { StartTime = world.Now, CompletionTime = world.Now, Conditions = [new JobCondition { Type = how, Status = "True" }] },
    });
}

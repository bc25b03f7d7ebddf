using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Jobs;

public class JobPropertyTests
{
    [Theory]
    [InlineData("NonIndexed")]
    [InlineData("Indexed")]
    public void Every_end_counts_exactly_once_whatever_is_lost_on_the_way(string mode) => Script.ForAll(script =>
    {
        var world = new World();
        var (completions, parallelism) = (1 + script.Choose(6), 1 + script.Choose(4));
        world.PutJob(spec => spec with { CompletionMode = mode, Completions = completions, Parallelism = parallelism, BackoffLimit = 1000 });
        var (succeeded, failed) = (new HashSet<string>(), new HashSet<string>());
        while (script.HasMore && !JobPlanner.IsFinished(world.Job())) Step(world, script, succeeded, failed);

        for (var round = 0; !JobPlanner.IsFinished(world.Job()); round++)
        {
            round.ShouldBeLessThan(200);
            Check(world, parallelism);
            foreach (var pod in world.JobPods().Where(PodFacts.IsActive)) End(world, pod, 0, succeeded, failed);
            world.Advance(TimeSpan.FromMinutes(11));
        }

        world.SettleJob();
        var status = world.Job().Status;
        status.Succeeded.ShouldBe(mode == "Indexed" ? completions : succeeded.Count);
        status.Failed.ShouldBe(failed.Count);
        world.JobPods().ShouldAllBe(static pod => !pod.IsTracked());
        if (mode == "Indexed") status.CompletedIndexes.ShouldBe(IndexSet.Parse($"0-{completions - 1}", completions).ToString());
    }, runs: 60, length: 60);

    private static void Step(World world, Script script, HashSet<string> succeeded, HashSet<string> failed)
    {
        var active = world.JobPods().Where(PodFacts.IsActive).ToArray();
        switch (script.Choose(6))
        {
            case 0 when active.Length > 0:
                End(world, script.Pick(active), 0, succeeded, failed);
                break;
            case 1 when active.Length > 0:
                End(world, script.Pick(active), 1, succeeded, failed);
                break;
            case 2:
                world.Advance(TimeSpan.FromMinutes(11));
                break;
            case 3:
                Reconcile(world, succeeded, failed, _ => script.Choose(3) > 0);
                break;
            default:
                Reconcile(world, succeeded, failed, null);
                break;
        }
    }

    private static void Check(World world, int parallelism)
    {
        world.ReconcileJob();
        world.JobPods().Count(PodFacts.IsActive).ShouldBeLessThanOrEqualTo(parallelism);
    }

    /// <summary>What a plan deletes counts as failed as well.</summary>
    private static void Reconcile(World world, HashSet<string> succeeded, HashSet<string> failed, Func<ObjectWrite?, bool>? keep)
    {
        world.ReconcileJob(keep);
        foreach (var pod in world.JobPods())
            if (pod.IsDeleting() && !succeeded.Contains(pod.Metadata.Uid)) failed.Add(pod.Metadata.Uid);
    }

    private static void End(World world, Pod pod, int exitCode, HashSet<string> succeeded, HashSet<string> failed)
    {
        world.End(pod, exitCode);
        (exitCode == 0 ? succeeded : failed).Add(pod.Metadata.Uid);
    }
}

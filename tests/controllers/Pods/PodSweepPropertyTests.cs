using Orleans.Kube.Controllers.Pods;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Pods;

/// <summary>Of random pods, those that nobody will end go, and no other.</summary>
public sealed class PodSweepPropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void As_many_finished_pods_stay_as_may_and_the_oldest_go_first() => Script.ForAll(static script =>
    {
        var pods = new List<Pod>();
        var most = script.Choose(6);
        for (var i = script.Choose(15); i > 0; i--)
        {
            pods.Add(new Pod
            {
                Metadata = new ObjectMeta
                {
                    Name = $"p{i}", Namespace = "d", Uid = $"u{i}", CreationTimestamp = Start.AddSeconds(script.Choose(10)), DeletionTimestamp = script.Choose(4) == 1 ? Start : null,
                },
                Spec = new PodSpec { NodeName = script.Pick(["", "n"]) },
                Status = new PodStatus { Phase = script.Pick([PodPhase.Pending, PodPhase.Running, PodPhase.Succeeded, PodPhase.Failed]), Reason = script.Pick(["", "Evicted"]) },
            });
        }

        var plan = PodSweepPlanner.Plan(pods, most);

        var gone = plan.OfType<ObjectDeletion>().Select(deletion => pods.Single(pod => pod.Metadata.Uid == deletion.Uid)).ToList();
        var stay = pods.Except(gone).ToList();
        gone.ShouldBeUnique();
        gone.ShouldAllBe(static pod => pod.IsFinished() || (pod.IsDeleting() && pod.Spec.NodeName.Length == 0));
        stay.ShouldAllBe(static pod => !pod.IsDeleting() || pod.Spec.NodeName.Length > 0);
        var kept = stay.Where(static pod => pod.IsFinished() && !pod.IsDeleting()).ToList();
        kept.Count.ShouldBe(Math.Min(most, pods.Count(static pod => pod.IsFinished() && !pod.IsDeleting())));
        foreach (var pod in gone.Where(static pod => !pod.IsDeleting()))
            kept.ShouldAllBe(other => (pod.Status.Reason == "Evicted" && other.Status.Reason != "Evicted") || pod.Metadata.CreationTimestamp <= other.Metadata.CreationTimestamp);
        plan.OfType<ObjectReplacement>().Select(static write => write.Key.Name).ShouldBe(
            gone.Where(static pod => !pod.IsFinished()).Select(static pod => pod.Metadata.Name), ignoreOrder: true, "a pod that ends without having run has failed");
        PodSweepPlanner.Plan(stay, most).ShouldBeEmpty();
    });
}

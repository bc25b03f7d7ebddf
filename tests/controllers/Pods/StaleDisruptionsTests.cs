using Orleans.Kube.Controllers.Pods;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Pods;

public sealed class StaleDisruptionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("True", "PreemptionByScheduler", 120, "Running", false, true)]
    [InlineData("True", "PreemptionByScheduler", 119, "Running", false, false)]
    [InlineData("True", "TerminationByKubelet", 999, "Running", false, false)]
    [InlineData("False", "", 999, "Running", false, false)]
    [InlineData("True", "PreemptionByScheduler", 999, "Failed", false, false)]
    [InlineData("True", "PreemptionByScheduler", 999, "Running", true, false)]
    public void That_a_pod_is_about_to_end_holds_for_two_minutes_unless_its_node_says_so(string status, string reason, int seconds, string phase, bool isDeleting, bool isReset)
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "u", ResourceVersion = "7", DeletionTimestamp = isDeleting ? Now : null },
            Status = new PodStatus
            {
                Phase = phase,
                Conditions =
                [
                    new PodCondition { Type = PodConditionType.Ready, Status = "True" },
                    new PodCondition { Type = PodConditionType.DisruptionTarget, Status = status, Reason = reason, Message = "soon", LastTransitionTime = Now.AddSeconds(-seconds) },
                ],
            },
        };

        var writes = StaleDisruptions.Plan([pod], Now).ToList();

        writes.Count.ShouldBe(isReset ? 1 : 0);
        if (!isReset) return;
        var reset = (Pod)writes[0].ShouldBeOfType<ObjectReplacement>().Content;
        reset.Metadata.ResourceVersion.ShouldBe("7");
        reset.Status.Conditions.ShouldBe([pod.Status.Conditions[0], new PodCondition { Type = PodConditionType.DisruptionTarget, Status = "False", LastTransitionTime = Now }]);
        StaleDisruptions.Plan([reset], Now.AddHours(1)).ShouldBeEmpty();
    }
}

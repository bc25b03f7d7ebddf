using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class QualityOfServiceTests
{
    private const long Machine = 4_000_000_000;

    [Theory]
    [InlineData("nothing asked for", "main", "", "", 1000)]
    [InlineData("all that it may have", "main", "cpu=1,memory=1Gi", "cpu=1,memory=1Gi", -997)]
    [InlineData("a quarter of the machine", "main", "memory=1000000000", "", 750)]
    [InlineData("less than a thousandth", "main", "memory=1000", "", 999)]
    [InlineData("the whole machine", "main", "memory=4000000000", "", 3)]
    [InlineData("more than the machine", "main", "memory=8000000000", "", 3)]
    [InlineData("a processor alone", "main", "cpu=1", "", 999)]
    public void The_kernel_ends_those_first_that_asked_for_least(string why, string name, string requests, string limits, int score) =>
        Score(new PodSpec { Containers = [Container(name, requests, limits)] }, name).ShouldBe(score, why);

    [Theory]
    [InlineData("", "memory=1000000000", "memory=2000000000", 750, "as late as the first of the containers that it serves")]
    [InlineData("memory=3000000000", "memory=1000000000", "memory=2000000000", 250, "it asked for more")]
    [InlineData("", "", "memory=2000000000", 999, "one of them asked for nothing")]
    public void A_sidecar_goes_no_sooner_than_the_containers(string sidecar, string first, string second, int score, string why) => Score(
        new PodSpec { InitContainers = [Container("proxy", sidecar) with { RestartPolicy = "Always" }], Containers = [Container("a", first), Container("b", second)] }, "proxy").ShouldBe(score, why);

    [Theory]
    [InlineData("system-node-critical", -997)]
    [InlineData("system-cluster-critical", 1000)]
    public void What_the_node_itself_needs_goes_last(string priority, int score) =>
        Score(new PodSpec { PriorityClassName = priority, Containers = [Container("main", "")] }, "main").ShouldBe(score);

    [Theory]
    [InlineData("", "", 2, 0)]
    [InlineData("cpu=1m", "", 2, 0)]
    [InlineData("cpu=100m", "", 102, 0)]
    [InlineData("cpu=100m", "cpu=200m", 102, 20_000)]
    [InlineData("", "cpu=200m", 204, 20_000)]
    [InlineData("cpu=1m", "cpu=1m", 2, 1000)]
    [InlineData("cpu=500", "", 262144, 0)]
    public void Processors_are_shared_and_limited(string requests, string limits, long shares, long quota)
    {
        var container = Container("main", requests, limits);
        var resources = QualityOfService.Resources(new PodSpec { Containers = [container] }, container, Machine);
        (resources.CpuShares, resources.CpuQuota).ShouldBe((shares, quota));
    }

    [Theory]
    [InlineData("BestEffort", "|", "|")]
    [InlineData("BestEffort", "cpu=0|memory=0", "|")]
    [InlineData("Burstable", "cpu=1|", "|")]
    [InlineData("Burstable", "|memory=1Gi", "|")]
    [InlineData("Burstable", "cpu=1,memory=1Gi|cpu=1,memory=1Gi", "|")]
    [InlineData("Burstable", "cpu=1,memory=1Gi|cpu=2,memory=1Gi", "cpu=1,memory=1Gi|cpu=1,memory=1Gi")]
    [InlineData("Guaranteed", "cpu=1,memory=1Gi|cpu=1,memory=1Gi", "cpu=1,memory=1Gi|cpu=1,memory=1Gi")]
    [InlineData("Guaranteed", "cpu=1000m,memory=1Gi,nvidia.com/gpu=1|cpu=1,memory=1Gi", "cpu=1,memory=1024Mi,nvidia.com/gpu=1|cpu=1,memory=1Gi")]
    public void The_class_is_that_of_all_containers(string quality, string requests, string limits)
    {
        var (one, other) = (requests.Split('|'), limits.Split('|'));
        QualityOfService.Of(new PodSpec { Containers = [Container("a", one[0], other[0])], InitContainers = [Container("i", one[1], other[1])] }).ShouldBe(quality);
    }

    private static int Score(PodSpec pod, string name) =>
        QualityOfService.Resources(pod, pod.Containers.Concat(pod.InitContainers).Single(c => c.Name == name), Machine).OomScoreAdjustment;

    private static Container Container(string name, string requests, string limits = "") =>
        new() { Name = name, Resources = new ResourceRequirements { Requests = Amounts(requests), Limits = Amounts(limits) } };

    private static Dictionary<string, Quantity> Amounts(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static a => a.Split('=')).ToDictionary(static a => a[0], static a => Quantity.Parse(a[1]));
}

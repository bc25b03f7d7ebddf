using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.Bootstrap;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Tests.Silo;

public sealed class LocalApiServicesTests
{
    private static readonly IReadOnlyList<APIService> All = [.. LocalApiServices.All(ResourceRegistry.BuiltIn).Cast<APIService>()];

    [Fact]
    public void Groups_have_the_priorities_in_whose_order_they_are_discovered()
    {
        int[] priorities = [.. All.Select(static s => s.Spec.GroupPriorityMinimum)];
        priorities.ShouldBe(priorities.OrderDescending());
        All.Select(static s => s.Metadata.Name).ShouldNotContain("v1.apiregistration.k8s.io");
    }

    [Theory]
    [InlineData("v1.", 18_000, 1)]
    [InlineData("v1.apps", 17_800, 15)]
    [InlineData("v1.autoscaling", 17_500, 15)]
    [InlineData("v2.autoscaling", 17_500, 30)]
    [InlineData("v1.flowcontrol.apiserver.k8s.io", 16_100, 21)]
    [InlineData("v1beta1.metrics.k8s.io", 100, 100)]
    public void Priorities_are_those_of_Kubernetes_and_of_metrics_servers_manifest(string name, int group, int version)
    {
        var spec = All.Single(s => s.Metadata.Name == name).Spec;
        (spec.GroupPriorityMinimum, spec.VersionPriority).ShouldBe((group, version));
    }
}

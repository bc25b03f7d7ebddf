using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PodHostnameTests
{
    [Theory]
    [InlineData("web", "", "", null, "web")]
    [InlineData("web", "host", "sub", null, "host")]
    [InlineData("web", "host", "sub", true, "host.sub.shop.svc.cluster.local")]
    [InlineData("web", "host", "", true, "host")]
    [InlineData("a-name-that-is-as-long-as-the-longest-label-may-be-and-a-bit-more-than-that", "", "", null, "a-name-that-is-as-long-as-the-longest-label-may-be-and-a-bit-mo")]
    public void Processes_are_told_the_short_name_or_the_whole(string name, string hostname, string subdomain, bool? whole, string expected) =>
        PodNetworkFiles.KernelName(Of(name, hostname, subdomain, whole), "cluster.local").ShouldBe(expected);

    [Fact]
    public void A_name_that_the_kernel_cannot_hold_is_refused() =>
        Should.Throw<RuntimeException>(() => PodNetworkFiles.KernelName(Of("web", new string('h', 60), "sub", true), "cluster.local")).Message.ShouldEndWith("is too long (64 characters is the max, 87 characters requested)");

    private static Pod Of(string name, string hostname, string subdomain, bool? whole) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "shop" }, Spec = new PodSpec { Hostname = hostname, Subdomain = subdomain, SetHostnameAsFQDN = whole },
    };
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Variables;

namespace Orleans.Kube.NodeAgent.Tests.Variables;

/// <summary>k8s.io/kubernetes/pkg/api/v1/resource: TestExtractResourceValue, and what a node's allocatable stands in for.</summary>
public sealed class DownwardFieldsTests
{
    private static readonly Dictionary<string, Quantity> Node = Amounts("cpu=4 memory=8Gi ephemeral-storage=10Gi hugepages-2Mi=4Mi");

    [Theory]
    [InlineData("limits.cpu", "", "cpu=9", "", "9")]
    [InlineData("requests.cpu", "", "", "", "0")]
    [InlineData("requests.cpu", "", "", "cpu=8", "8")]
    [InlineData("requests.cpu", "", "", "cpu=100m", "1")]
    [InlineData("requests.cpu", "100m", "", "cpu=1200m", "12")]
    [InlineData("requests.memory", "", "", "memory=100Mi", "104857600")]
    [InlineData("requests.memory", "1Mi", "memory=1Gi", "memory=100Mi", "100")]
    [InlineData("limits.memory", "", "memory=100Mi", "memory=10Mi", "104857600")]
    [InlineData("limits.memory", "1Gi", "memory=0", "", "8")]
    [InlineData("limits.cpu", "", "", "", "4")]
    [InlineData("limits.ephemeral-storage", "1Gi", "", "", "10")]
    [InlineData("limits.hugepages-2Mi", "1Mi", "", "", "0")]
    [InlineData("limits.hugepages-2Mi", "1Mi", "hugepages-2Mi=4Mi", "", "4")]
    [InlineData("requests.hugepages-2Mi", "1Mi", "", "hugepages-2Mi=2Mi", "2")]
    [InlineData("limits.example.com/card", "", "", "", "unsupported container resource : limits.example.com/card")]
    [InlineData("cpu", "", "", "", "unsupported container resource : cpu")]
    public void Resources_are_divided_and_rounded_up(string resource, string divisor, string limits, string requests, string expected)
    {
        var container = new Container { Name = "foo", Resources = new ResourceRequirements { Limits = Amounts(limits), Requests = Amounts(requests) } };
        var field = new ResourceFieldSelector { Resource = resource, Divisor = divisor.Length == 0 ? default : Quantity.Parse(divisor) };
        Read(new PodSpec(), container, field).ShouldBe(expected);
        Read(new PodSpec { InitContainers = [container] }, new Container(), field with { ContainerName = "foo" }).ShouldBe(expected);
    }

    [Fact]
    public void A_container_that_there_is_not_is_told() =>
        Read(new PodSpec(), new Container(), new ResourceFieldSelector { Resource = "limits.cpu", ContainerName = "gone" }).ShouldBe("container gone not found");

    private static string Read(PodSpec pod, Container own, ResourceFieldSelector field)
    {
        try
        {
            return DownwardFields.Resource(pod, own, field, Node);
        }
        catch (ReferenceException e)
        {
            return e.Message;
        }
    }

    private static Dictionary<string, Quantity> Amounts(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Split('=')).ToDictionary(static pair => pair[0], static pair => Quantity.Parse(pair[1]));
}

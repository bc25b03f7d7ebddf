using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>Who goes for the sake of a critical pod: pods are written <c>name:cpu:memory:class:priority</c>.</summary>
public sealed class PodPreemptionTests
{
    [Theory]
    [InlineData("the one that is just enough", "cpu=400", "a:1000:0:burst:0 b:500:0:burst:0 c:300:0:burst:0", "b")]
    [InlineData("of two the one that asks for less", "cpu=400", "a:500:20:burst:0 b:500:10:burst:0", "b")]
    [InlineData("several where one is not enough", "cpu=700", "a:500:0:burst:0 b:300:0:burst:0 c:100:0:burst:0", "a b")]
    [InlineData("those without promises are asked first", "pods=1", "a:100:100:full:0 b:0:0:best:0 c:100:0:burst:0", "b")]
    [InlineData("those with promises only for what the others do not have", "cpu=600", "a:500:100:full:0 b:300:0:burst:0 c:0:0:best:0", "b a")]
    [InlineData("who is critical stays", "cpu=400", "a:500:0:burst:2000000000 b:500:0:burst:0", "b")]
    [InlineData("not enough", "cpu=600", "a:500:0:burst:0 b:500:0:burst:2000001000", null)]
    [InlineData("two resources count the same", "cpu=400 memory=40", "a:400:0:burst:0 b:0:40:burst:0 c:400:30:burst:0", "b c")]
    public void No_more_go_than_it_takes(string reason, string needs, string pods, string? gone)
    {
        var missing = needs.Split(' ').Select(static n => n.Split('=')).ToDictionary(static n => n[0], static n => long.Parse(n[1]));
        var chosen = PodPreemption.Choose(Of("critical:0:0:best:2000000000"), [.. pods.Split(' ').Select(Of)], missing, static (pod, resource) =>
            resource == "pods" ? 1 : pod.Spec.Containers[0].Resources.Requests.TryGetValue(resource, out var request) ? resource == "cpu" ? request.MilliValue : request.Value : 0);
        (chosen is null ? null : string.Join(' ', chosen.Select(static p => p.Metadata.Name).Order())).ShouldBe(gone is null ? null : string.Join(' ', gone.Split(' ').Order()), reason);
    }

    [Fact]
    public void Static_pods_and_their_mirrors_are_critical()
    {
        foreach (var annotation in (string[])["kubernetes.io/config.source", "kubernetes.io/config.mirror"])
            EvictionPlanner.IsCritical(new Pod { Metadata = new ObjectMeta { Annotations = new Dictionary<string, string> { [annotation] = "file" } } }).ShouldBeTrue();
        EvictionPlanner.IsCritical(new Pod()).ShouldBeFalse();
    }

    private static Pod Of(string text)
    {
        var parts = text.Split(':');
        var requests = new Dictionary<string, Quantity>();
        if (parts[1] != "0") requests["cpu"] = Quantity.OfMilli(long.Parse(parts[1]));
        if (parts[2] != "0") requests["memory"] = Quantity.Of(long.Parse(parts[2]));
        var resources = new ResourceRequirements { Requests = requests, Limits = parts[3] == "full" ? requests : new Dictionary<string, Quantity>() };
        return new Pod
        {
            Metadata = new ObjectMeta { Name = parts[0], Uid = parts[0] }, Spec = new PodSpec { Priority = int.Parse(parts[4]), Containers = [new Container { Name = "main", Resources = resources }] },
        };
    }
}

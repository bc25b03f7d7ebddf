using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Schema;

public class DescriptionsTests
{
    [Theory]
    [InlineData(typeof(Pod))]
    [InlineData(typeof(PodSpec))]
    [InlineData(typeof(Container))]
    [InlineData(typeof(Probe))]
    [InlineData(typeof(Service))]
    [InlineData(typeof(ServiceSpec))]
    [InlineData(typeof(ServicePort))]
    [InlineData(typeof(Deployment))]
    [InlineData(typeof(DeploymentSpec))]
    [InlineData(typeof(DeploymentStatus))]
    [InlineData(typeof(ReplicaSetSpec))]
    [InlineData(typeof(ObjectMeta))]
    [InlineData(typeof(ConfigMap))]
    [InlineData(typeof(Secret))]
    [InlineData(typeof(Namespace))]
    [InlineData(typeof(ServiceAccount))]
    [InlineData(typeof(Event))]
    [InlineData(typeof(Endpoints))]
    [InlineData(typeof(EndpointSlice))]
    [InlineData(typeof(Lease))]
    public void Every_field_of_a_common_kind_is_described(Type type) => TypeSchema.Of(type).Fields
        .Where(static f => Descriptions.Of(f) is null or "").Select(static f => f.Name)
        .Except(["deprecatedTopology", "strategy", "preferredHolder"]).ShouldBeEmpty();

    [Fact]
    public void Markup_is_left_out() =>
        Descriptions.Of(TypeSchema.Of(typeof(ObjectMeta)).Find("generation")!).ShouldBe("Counts the changes of the wanted state.");
}

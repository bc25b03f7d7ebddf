using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class ServiceRangePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_range_is_protected_and_then_ready()
    {
        var range = Range("more", "10.200.0.0/24");
        range = ServiceRangePlanner.Plan(range, [range], [], Now).Content.ShouldNotBeNull();
        range.Metadata.Finalizers.ShouldBe(["networking.k8s.io/service-cidr-finalizer"]);
        ServiceRangePlanner.IsReady(range).ShouldBeFalse();
        range = range with { Status = ServiceRangePlanner.Plan(range, [range], [], Now).Status.ShouldNotBeNull() };
        range.Status.Conditions.ShouldBe([new Condition { Type = "Ready", Status = "True", Message = "Kubernetes Service CIDR is ready", LastTransitionTime = Now }]);
        ServiceRangePlanner.IsReady(range).ShouldBeTrue();
        ServiceRangePlanner.Plan(range, [range], ["10.200.0.4"], Now).ShouldBe(new ServiceRangePlan());
    }

    [Fact]
    public void A_deleted_range_stays_for_a_moment_and_goes()
    {
        var range = Deleted(Range("more", "10.200.0.0/24"));
        ServiceRangePlanner.Plan(range, [range], [], Now).ShouldBe(new ServiceRangePlan(Due: Now.AddSeconds(10)));
        ServiceRangePlanner.Plan(range, [range], ["10.96.0.1"], Now.AddSeconds(10)).Content.ShouldNotBeNull().Metadata.Finalizers.ShouldBeEmpty();
        ServiceRangePlanner.IsReady(range).ShouldBeFalse();
    }

    [Fact]
    public void A_deleted_range_stays_while_services_have_its_addresses()
    {
        var range = Deleted(Range("more", "10.200.0.0/24"));
        var status = ServiceRangePlanner.Plan(range, [range], ["10.200.0.4"], Now.AddHours(1)).Status.ShouldNotBeNull();
        status.Conditions.ShouldHaveSingleItem().ShouldBe(new Condition
        {
            Type = "Ready", Status = "False", Reason = "Terminating", LastTransitionTime = Now.AddHours(1),
            Message = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR",
        });
        ServiceRangePlanner.Plan(range with { Status = status }, [range], ["10.200.0.4"], Now.AddHours(1)).ShouldBe(new ServiceRangePlan());
        ServiceRangePlanner.Plan(range with { Status = status }, [range], [], Now.AddHours(1)).Content.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("10.200.0.0/16", true)]
    [InlineData("10.200.0.0/24", true)]
    [InlineData("10.200.0.0/28", true)]
    [InlineData("10.200.0.128/25", false)]
    public void It_goes_when_another_range_has_its_addresses_too(string other, bool goes)
    {
        var range = Deleted(Range("more", "10.200.0.0/24"));
        (ServiceRangePlanner.Plan(range, [range, Range("other", other)], ["10.200.0.4"], Now.AddHours(1)).Content is not null).ShouldBe(goes);
        ServiceRangePlanner.Plan(range, [range, Deleted(Range("other", other))], ["10.200.0.4"], Now.AddHours(1)).Content.ShouldBeNull();
    }

    private static ServiceCIDR Range(string name, string cidr) => new() { Metadata = new() { Name = name }, Spec = new() { Cidrs = [cidr] } };

    private static ServiceCIDR Deleted(ServiceCIDR range) => range with { Metadata = range.Metadata with { DeletionTimestamp = Now, Finalizers = ["networking.k8s.io/service-cidr-finalizer"] } };
}

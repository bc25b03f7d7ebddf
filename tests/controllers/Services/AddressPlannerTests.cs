using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Tests;

public sealed class AddressPlannerTests
{
    private static readonly ObjectKey Web = new(Resources.Services, "shop", "web");

    [Fact]
    public void Each_address_is_shown_once()
    {
        var made = Plan(Of("10.96.0.7")).Single().ShouldBeOfType<ObjectCreation>().Content.ShouldBeOfType<IPAddress>();

        (made.Metadata.Name, made.Metadata.Labels["ipaddress.kubernetes.io/ip-family"], made.Spec.ParentRef).ShouldBe(
            ("10.96.0.7", "IPv4", new ParentReference { Resource = "services", Namespace = "shop", Name = "web" }));
        Plan(Of("10.96.0.7"), made).ShouldBeEmpty();
    }

    [Fact]
    public void Addresses_go_with_their_service_and_when_it_has_none_any_more()
    {
        IPAddress[] known = [Held("10.96.0.7", "web"), Held("10.96.0.8", "other")];

        Plan(null, known).Single().ShouldBeOfType<ObjectDeletion>().Key.Name.ShouldBe("10.96.0.7");
        Plan(new Service(), known).Single().Key.Name.ShouldBe("10.96.0.7");
        Plan(Of("None"), known).Single().Key.Name.ShouldBe("10.96.0.7");
        Plan(Of("10.96.0.9"), known).Select(static w => (w.GetType().Name, w.Key.Name)).ShouldBe([(nameof(ObjectDeletion), "10.96.0.7"), (nameof(ObjectCreation), "10.96.0.9")]);
    }

    [Fact]
    public void An_address_that_a_service_got_from_another_is_shown_as_its_own_once_the_other_is_without_it()
    {
        var known = Held("10.96.0.7", "other");

        Plan(Of("10.96.0.7"), known).Select(static w => w.GetType().Name).ShouldBe([nameof(ObjectDeletion), nameof(ObjectCreation)]);
        AddressPlanner.Plan(Web, Of("10.96.0.7"), _ => known, static _ => Of("10.96.0.7"), []).ShouldBeEmpty();
    }

    [Fact]
    public void An_address_that_is_shown_as_something_elses_or_without_its_labels_is_shown_anew()
    {
        var gateways = Plan(Of("10.96.0.7"), Gateways("10.96.0.7"));
        gateways.Select(static w => w.GetType().Name).ShouldBe([nameof(ObjectDeletion), nameof(ObjectCreation)]);
        gateways[0].Event!.Message.ShouldBe("the ClusterIP [IPv4]: 10.96.0.7 for Service shop/web has a wrong reference; repairing");

        var unlabelled = Plan(Of("10.96.0.7"), Held("10.96.0.7", "web"));
        unlabelled.Select(static w => (w.GetType().Name, w.Event)).ShouldBe([(nameof(ObjectDeletion), null), (nameof(ObjectCreation), null)]);
    }

    /// <summary>What an address that the control plane gave is shown as, its age in seconds, and why it has to go.</summary>
    [Theory]
    [InlineData("web", 600, null)]
    [InlineData("other", 0, "IPAddressWrongReference: IPAddress: 10.96.0.7 for Service shop/other has a wrong reference; cleaning up")]
    [InlineData("gone", 60, null)]
    [InlineData("gone", 61, "IPAddressNotAllocated: IPAddress: 10.96.0.7 for Service shop/gone appears to have leaked: cleaning up")]
    [InlineData("", 0, "IPAddressNotAllocated: IPAddress 10.96.0.7 appears to have been modified, not referencing a Service &ParentReference{Group:example.com,Resource:gateways,Namespace:,Name:g,}: cleaning up")]
    public void Addresses_that_no_service_has_go(string service, int age, string? why)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var address = service.Length == 0 ? Gateways("10.96.0.7") : Held("10.96.0.7", service);
        var managed = address with { Metadata = new() { Name = "10.96.0.7", CreationTimestamp = now.AddSeconds(-age), Labels = Make.Labels("ipaddress.kubernetes.io/managed-by=ipallocator.k8s.io") } };

        var told = AddressPlanner.Stray(managed, Find, now);
        (told is null ? null : $"{told.Reason}: {told.Message}").ShouldBe(why);
        AddressPlanner.Stray(managed with { Metadata = new() { Name = "10.96.0.7" } }, Find, now).ShouldBeNull("nobody here gave it");

        static Service? Find(ObjectKey key) => key.Name switch { "web" => Of("10.96.0.7"), "other" => Of("10.96.0.8"), _ => null };
    }

    private static List<ObjectWrite> Plan(Service? service, params IPAddress[] known) =>
        [.. AddressPlanner.Plan(Web, service, name => known.FirstOrDefault(a => a.Metadata.Name == name), static _ => null, known)];

    private static Service Of(string address) => new() { Spec = new ServiceSpec { ClusterIP = address, ClusterIPs = [address] } };

    private static IPAddress Gateways(string address) => new()
    {
        Metadata = new() { Name = address }, Spec = new() { ParentRef = new ParentReference { Group = "example.com", Resource = "gateways", Name = "g" } },
    };

    private static IPAddress Held(string address, string service) => new()
    {
        Metadata = new() { Name = address }, Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = "shop", Name = service } },
    };
}

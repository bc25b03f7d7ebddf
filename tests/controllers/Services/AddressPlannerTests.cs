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
        AddressPlanner.Plan(Web, Of("10.96.0.7"), _ => known with { Spec = new() { ParentRef = new() { Group = "example.com", Resource = "gateways", Name = "g" } } }, static _ => null, []).ShouldBeEmpty();
    }

    private static List<ObjectWrite> Plan(Service? service, params IPAddress[] known) =>
        [.. AddressPlanner.Plan(Web, service, name => known.FirstOrDefault(a => a.Metadata.Name == name), static _ => null, known)];

    private static Service Of(string address) => new() { Spec = new ServiceSpec { ClusterIP = address, ClusterIPs = [address] } };

    private static IPAddress Held(string address, string service) => new()
    {
        Metadata = new() { Name = address }, Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = "shop", Name = service } },
    };
}

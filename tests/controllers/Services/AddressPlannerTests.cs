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
        Plan(Of("None"), known).ShouldBeEmpty();
    }

    private static List<ObjectWrite> Plan(Service? service, params IPAddress[] known) => [.. AddressPlanner.Plan(Web, service, name => known.FirstOrDefault(a => a.Metadata.Name == name), known)];

    private static Service Of(string address) => new() { Spec = new ServiceSpec { ClusterIP = address, ClusterIPs = [address] } };

    private static IPAddress Held(string address, string service) => new()
    {
        Metadata = new() { Name = address }, Spec = new() { ParentRef = new ParentReference { Resource = "services", Namespace = "shop", Name = service } },
    };
}

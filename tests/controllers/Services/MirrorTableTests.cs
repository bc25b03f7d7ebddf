using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>Endpoints that somebody wrote and the slices that mirror them, as Kubernetes' own tests have it.</summary>
public sealed class MirrorTableTests
{
    /// <summary>A label and an annotation of the Endpoints, the service's selector, and whether they are mirrored.</summary>
    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("endpointslice.kubernetes.io/skip-mirror=true", "", "", false)]
    [InlineData("endpointslice.kubernetes.io/skip-mirror=invalid", "", "", true)]
    [InlineData("", "control-plane.alpha.kubernetes.io/leader=", "", false)]
    [InlineData("", "", "app=web", false)]
    public void Not_all_are_mirrored(string label, string annotation, string selector, bool mirrored)
    {
        var endpoints = Of("10.0.0.1") with { Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "e", Labels = Map(label), Annotations = Map(annotation) } };
        Slices(endpoints, Map(selector)).Count.ShouldBe(mirrored ? 1 : 0);
    }

    /// <summary>The addresses of a subset, those that are not ready after a bar, and the slices.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("10.0.0.1", "IPv4 10.0.0.1")]
    [InlineData("10.0.0.1|10.0.0.2", "IPv4 10.0.0.1 -10.0.0.2")]
    [InlineData("|10.0.0.2", "IPv4 -10.0.0.2")]
    [InlineData("10.0.0.1 fd00::1", "IPv4 10.0.0.1; IPv6 fd00::1")]
    [InlineData("FD00:0:0::1", "IPv6 fd00::1")]
    [InlineData("::ffff:10.0.0.1", "IPv4 10.0.0.1")]
    [InlineData("10.0.0.1 host 10.0.0.300", "IPv4 10.0.0.1")]
    public void Each_address_is_mirrored_in_its_family(string addresses, string slices) =>
        string.Join("; ", Slices(Of(addresses)).OrderBy(static s => s.AddressType, StringComparer.Ordinal).Select(static s =>
            $"{s.AddressType} {string.Join(' ', s.Endpoints.Select(static e => (e.Conditions!.Ready == true ? "" : "-") + e.Addresses.Single()))}")).ShouldBe(slices);

    [Theory]
    [InlineData(1000, 1000, null)]
    [InlineData(1001, 1000, "TooManyAddressesToMirror: A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 1 addresses were skipped")]
    public void A_subset_has_a_most(int count, int mirrored, string? told)
    {
        var endpoints = Of(string.Join(' ', Enumerable.Range(0, count).Select(static i => $"10.0.{i / 250}.{i % 250}")));
        Slices(endpoints).ShouldHaveSingleItem().Endpoints.Count.ShouldBe(mirrored);
        MirrorPlanner.Skipped(new Service(), endpoints).Select(static e => $"{e.Reason}: {e.Message}").ShouldBe(told is null ? [] : [told]);
    }

    [Fact]
    public void A_slice_has_what_its_endpoints_have()
    {
        var endpoints = Of("10.0.0.1") with
        {
            Metadata = new ObjectMeta
            {
                Name = "out", Namespace = "default", Uid = "e",
                Labels = Make.Labels("team=red", "endpointslice.kubernetes.io/managed-by=somebody", "kubernetes.io/service-name=other"),
                Annotations = Make.Labels("note=x", "endpoints.kubernetes.io/last-change-trigger-time=t", "kubectl.kubernetes.io/last-applied-configuration=c"),
            },
        };
        var slice = Slices(endpoints).ShouldHaveSingleItem();
        slice.Metadata.GenerateName.ShouldBe("out-");
        slice.Metadata.Labels.ShouldBe(Make.Labels("team=red", "endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io", "kubernetes.io/service-name=out"), ignoreOrder: true);
        slice.Metadata.Annotations.ShouldBe(Make.Labels("note=x"));
        slice.Metadata.OwnerReferences.ShouldBe([new OwnerReference { ApiVersion = "v1", Kind = "Endpoints", Name = "out", Uid = "e", Controller = true, BlockOwnerDeletion = true }]);
        var port = slice.Ports.ShouldHaveSingleItem();
        (port.Name, port.Port, port.Protocol, port.AppProtocol).ShouldBe(("http", 80, "TCP", "example.com/x"));
    }

    private static IReadOnlyDictionary<string, string> Map(string pair) => pair.Length == 0 ? Make.Labels() : Make.Labels(pair);

    private static List<EndpointSlice> Slices(Endpoints endpoints, IReadOnlyDictionary<string, string>? selector = null)
    {
        var service = new Service { Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "s" }, Spec = new ServiceSpec { Selector = selector ?? Make.Labels() } };
        return [.. MirrorPlanner.Plan(service, endpoints, [], new RandomIdSource(new Random(1))).OfType<ObjectCreation>().Select(static c => (EndpointSlice)c.Content)];
    }

    private static Endpoints Of(string addresses)
    {
        var (ready, waiting) = (addresses.Split('|')[0], addresses.Split('|').ElementAtOrDefault(1) ?? "");
        return new Endpoints
        {
            ApiVersion = "v1", Kind = "Endpoints", Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "e" },
            Subsets = addresses.Length == 0 ? [] :
            [
                new EndpointSubset
                {
                    Addresses = All(ready), NotReadyAddresses = All(waiting),
                    Ports = [new Model.Core.EndpointPort { Name = "http", Port = 80, Protocol = "TCP", AppProtocol = "example.com/x" }],
                },
            ],
        };

        static EndpointAddress[] All(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static ip => new EndpointAddress { Ip = ip })];
    }
}

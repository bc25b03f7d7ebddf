using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class MirrorPlannerProperties
{
    private static readonly Service Plain = new() { Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "s" } };

    /// <summary>From any Endpoints to any others: every valid address is mirrored once per port, by its family, and a second plan is empty.</summary>
    [Fact]
    public void Every_address_is_mirrored_once_and_then_there_is_nothing_to_do() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 40)).ToArbitrary(), Gen.ListOf(Gen.Choose(0, 40)).ToArbitrary(),
        (before, after) =>
        {
            var ids = Ids();
            var slices = Carry([], MirrorPlanner.Plan(Plain, Of(before), [], ids));
            slices = Carry(slices, MirrorPlanner.Plan(Plain, Of(after), slices, ids));
            var mirrored = slices.SelectMany(static s => s.Endpoints.Select(e => (s.AddressType, s.Ports[0].Port, e.Addresses[0], e.Conditions!.Ready))).ToList();
            var wanted = Of(after).Subsets.SelectMany(static s => s.Addresses.Select(a => (a.Ip.Contains(':') ? AddressType.IPv6 : AddressType.IPv4, (int?)s.Ports[0].Port, a.Ip, (bool?)true))).ToList();
            return mirrored.Order().SequenceEqual(wanted.Order()) && MirrorPlanner.Plan(Plain, Of(after), slices, ids).Count == 0;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("endpointslice.kubernetes.io/skip-mirror", "", "")]
    [InlineData("", "control-plane.alpha.kubernetes.io/leader", "")]
    [InlineData("", "", "app")]
    public void What_is_not_to_be_mirrored_takes_its_slices_away(string label, string annotation, string selector)
    {
        var endpoints = Of([1]);
        var slices = Carry([], MirrorPlanner.Plan(Plain, endpoints, [], Ids()));
        var service = selector.Length > 0 ? Plain with { Spec = new ServiceSpec { Selector = new Dictionary<string, string> { [selector] = "x" } } } : Plain;
        var metadata = endpoints.Metadata;
        if (label.Length > 0) metadata = metadata with { Labels = new Dictionary<string, string> { [label] = "true" } };
        if (annotation.Length > 0) metadata = metadata with { Annotations = new Dictionary<string, string> { [annotation] = "{}" } };

        MirrorPlanner.Plan(service, endpoints with { Metadata = metadata }, slices, Ids()).ShouldHaveSingleItem().ShouldBeOfType<ObjectDeletion>();
    }

    private static IIdSource Ids() => new RandomIdSource(new Random(1));

    /// <summary>Even numbers are IPv4 addresses, odd ones IPv6; those over 20 have a port of their own.</summary>
    private static Endpoints Of(IEnumerable<int> numbers) => new()
    {
        ApiVersion = "v1",
        Kind = "Endpoints",
        Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "e" },
        Subsets =
        [
            .. numbers.Distinct().GroupBy(static n => n > 20).Select(static group => new EndpointSubset
            {
                Addresses = [.. group.Select(static n => new EndpointAddress { Ip = n % 2 == 0 ? $"10.0.0.{n}" : $"fd00::{n}" })],
                Ports = [new Model.Core.EndpointPort { Port = group.Key ? 81 : 80, Protocol = "TCP" }],
            }),
        ],
    };

    private static List<EndpointSlice> Carry(List<EndpointSlice> slices, IReadOnlyList<ObjectWrite> writes)
    {
        var next = slices.ToDictionary(static s => s.Metadata.Name);
        foreach (var write in writes)
        {
            switch (write)
            {
                case ObjectCreation creation:
                    next[creation.Key.Name] = (EndpointSlice)creation.Content;
                    break;
                case ObjectReplacement replacement:
                    next[replacement.Key.Name] = (EndpointSlice)replacement.Content;
                    break;
                default:
                    next.Remove(write.Key.Name).ShouldBeTrue();
                    break;
            }
        }

        return [.. next.Values];
    }
}
